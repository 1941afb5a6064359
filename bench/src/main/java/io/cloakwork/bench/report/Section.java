package io.cloakwork.bench.report;

/// A part of the page.
///
/// @param id for links
/// @param content HTML; empty if there is nothing to show, and then the part is left out
record Section(String id, String title, String content) {

  boolean isEmpty() {
    return content.isEmpty();
  }

  void write(Html html) {
    html.raw("<section id=\"" + id + "\" aria-labelledby=\"" + id + "-title\">\n");
    html.element("h2 id=\"" + id + "-title\"", title).raw("\n").raw(content).raw("</section>\n");
  }
}
