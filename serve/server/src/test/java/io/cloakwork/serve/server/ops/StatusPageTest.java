package io.cloakwork.serve.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloakwork.serve.host.HostListener;
import io.cloakwork.serve.host.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The status page in a browser: what it shows, that it stays up to date, and that nothing in it
/// goes wrong. With `-Dcloakwork.screenshots=FOLDER` pictures of it are written there.
class StatusPageTest {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ScriptedService service = new ScriptedService();

  @TempDir Path profile;

  @Test
  void showsTheServiceAndFollowsIt() throws Exception {
    Optional<Path> chromium = Browser.find();
    if (chromium.isEmpty()) {
      System.out.println("skipped: StatusPageTest needs chromium on the PATH");
    }
    assumeTrue(chromium.isPresent(), "no chromium on the PATH");
    service.modelName = "<img src=x onerror=alert(1)>";
    try (Browser browser = Browser.start(chromium.get(), profile);
        DevTools page = browser.page()) {
      try (Operations operations = start()) {
        assertShows(operations, page);
        assertFollows(operations, page);
        assertFitsAPhone(page);
        assertThat(page.complaints()).isEmpty();
      }
      await(page, text("state"), "unreachable");
      assertThat(page.evaluate("document.getElementById('stale').hidden")).isEqualTo("false");
    }
  }

  private Operations start() throws IOException {
    return Operations.start(
        OperationsSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withVersion("0.1.0"));
  }

  private void assertShows(Operations operations, DevTools page) throws Exception {
    InetSocketAddress address = operations.address().orElseThrow();
    page.call("Page.navigate", Map.of("url", "http://127.0.0.1:" + address.getPort() + "/"));
    await(page, text("state"), "starting");
    operations.attach(service);
    await(page, text("state"), "ready");
    await(page, text("queue"), "5");
    await(page, text("sessions"), "7");
    assertThat(page.evaluate("document.title")).isEqualTo("ready · Cloakwork status");
    assertShowsTextAsText(page);
  }

  /// Names come from files and machines; in the page they are text.
  private static void assertShowsTextAsText(DevTools page) {
    assertThat(page.evaluate("document.querySelector('#models th').textContent"))
        .isEqualTo("<img src=x onerror=alert(1)>");
    assertThat(page.evaluate("document.querySelectorAll('main img').length")).isEqualTo("0");
    assertThat(page.evaluate(text("about"))).contains("A <b>test</b> processor (cpu)");
  }

  private void assertFollows(Operations operations, DevTools page) throws Exception {
    HostListener host = operations.hostListener();
    for (int i = 0; i < 40; i++) {
      Requests.serve(host, "r" + i, 300 + 9L * i);
    }
    host.refused(
        Requests.request("x"),
        new RefusedException(RefusedException.Reason.QUEUE_FULL, "full", Duration.ZERO));
    await(page, text("unserved-note"), "1 refused, 0 failed, 0 cancelled");
    await(page, "document.querySelector('#stages th').textContent", "queue");
    assertThat(page.evaluate("document.querySelectorAll('#request-chart rect').length"))
        .isNotEqualTo("0");
    assertThat(page.evaluate("document.querySelectorAll('#latency-chart path').length"))
        .isEqualTo("3");
    service.host =
        new io.cloakwork.serve.host.HostStatus(9, 77, 8, 4096, Duration.ofSeconds(33), false);
    await(page, text("queue"), "77");
    await(page, text("queue-note"), "33 s of work, 8 running");
    assertThat(page.evaluate("document.body.textContent")).doesNotContain(Requests.SECRET_NAME);
  }

  /// Ten minutes of a busy service, with a pause, drawn at once.
  private static void drawTenMinutes(DevTools page) {
    page.evaluate(
        """
        (() => {
          const steps = Array.from({length: 120}, (_, i) => {
            const busy = i < 70 || i > 80;
            const median = busy ? 0.4 + 0.1 * Math.sin(i / 9) : 0;
            return {ago: 5 * (119 - i), finished: busy ? 60 + i % 7 : 0, refused: i > 100 ? 9 : 0,
              cancelled: 0, failed: i === 40 ? 12 : 0, median, p95: 1.4 * median, p99: 1.9 * median};
          });
          show = () => {};
          charts.latency.show(steps, 5);
          charts.requests.show(steps, 5);
        })()
        """);
    String lines = "document.querySelector('#latency-chart path').getAttribute('d')";
    assertThat(page.evaluate(lines).chars().filter(c -> c == 'M').count()).isEqualTo(2);
    assertThat(page.evaluate(lines).chars().filter(c -> c == 'L').count()).isEqualTo(107);
  }

  private static void assertFitsAPhone(DevTools page) throws Exception {
    drawTenMinutes(page);
    resize(page, 1200, 1400);
    capture(page, "wide-light");
    dark(page);
    capture(page, "wide-dark");
    resize(page, 360, 2300);
    capture(page, "phone-dark");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo("360");
  }

  private static void resize(DevTools page, int width, int height) {
    page.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private static void dark(DevTools page) {
    page.call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
  }

  /// Takes a picture, which must not be blank: it has more bytes than one colour would need.
  private static void capture(DevTools page, String name) throws IOException {
    String data =
        page.call("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    byte[] png = Base64.getDecoder().decode(data);
    assertThat(png).hasSizeGreaterThan(20_000);
    String folder = System.getProperty("cloakwork.screenshots");
    if (folder != null) {
      Files.createDirectories(Path.of(folder));
      Files.write(Path.of(folder, name + ".png"), png);
    }
  }

  private static String text(String id) {
    return "document.getElementById('%s').textContent".formatted(id);
  }

  private static void await(DevTools page, String expression, String expected)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String seen = "";
    while (System.nanoTime() < deadline) {
      seen =
          page.evaluate(
              "(() => { try { return %s } catch { return '' } })()".formatted(expression));
      if (seen.equals(expected)) {
        return;
      }
      Thread.sleep(100);
    }
    assertThat(seen).as(expression).isEqualTo(expected);
  }
}
