package io.cloakwork.bench.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Windows of two ways to ask, taken in turns, so that what else the machine does burdens both.
///
/// @param baseline the one
/// @param contender the other, in the same order
record Contest(List<Window> baseline, List<Window> contender) {

  /// Runs a window.
  interface Side {
    Window run() throws InterruptedException;
  }

  static Contest run(Side baseline, Side contender, int rounds) throws InterruptedException {
    List<Window> first = new ArrayList<>();
    List<Window> second = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      first.add(baseline.run());
      second.add(contender.run());
    }
    return new Contest(first, second);
  }

  double baselinePerSecond() {
    return Distribution.of(baseline, Window::perSecond).median();
  }

  double contenderPerSecond() {
    return Distribution.of(contender, Window::perSecond).median();
  }

  /// The median over rounds of the contender's rate over the baseline's.
  double ratio() {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < baseline.size(); round++) {
      double before = baseline.get(round).perSecond();
      ratios.add(before == 0 ? 0 : contender.get(round).perSecond() / before);
    }
    return new Distribution(ratios).median();
  }

  /// Jain's index over who asked in the contender's windows.
  double fairness() {
    List<Integer> shares = new ArrayList<>();
    for (int asker = 0; asker < contender.getFirst().finished().size(); asker++) {
      int of = asker;
      shares.add(contender.stream().mapToInt(window -> window.finished().get(of)).sum());
    }
    return Figures.fairness(shares);
  }

  double contenderBatch() {
    return Distribution.of(contender, Window::meanBatch).median();
  }

  Map<String, Object> toJson(String baselineName, String contenderName) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(baselineName, Figures.rounded(baselinePerSecond()));
    json.put(contenderName, Figures.rounded(contenderPerSecond()));
    json.put("ratio", Figures.rounded(ratio()));
    json.put("rounds", baseline.size());
    json.put("windowSeconds", Figures.rounded(baseline.getFirst().seconds()));
    return json;
  }
}
