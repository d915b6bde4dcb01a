// SPDX-License-Identifier: Apache-2.0
#include "xml/plain_document.hpp"

#include "catch.hpp"

#include <string>

using namespace cxrval;

namespace {

class Recorder : public xml::Handler {
 public:
  void start(std::string_view name, const xml::Tag& tag) noexcept override {
    const xml::Position position = tag.position();
    events += '<' + std::string(name) + ' ' + std::to_string(position.line) + ':' + std::to_string(position.column) +
              ' ' + std::to_string(tag.end()) + '>';
  }
  void text(std::string_view piece) noexcept override { events += piece; }
  void end(std::string_view name) noexcept override { events += "</" + std::string(name) + '>'; }

  std::string events;
};

// What the handler got, or "other" when the document is not plain.
std::string read(const std::string& document, const xml::Limits& limits = {}) {
  Recorder recorder;
  if (xml::read_plain(document, limits, recorder)) return recorder.events;
  CHECK(recorder.events.empty());
  return "other";
}

}  // namespace

TEST_CASE("plain documents are read without libxml2") {
  CHECK(read("<A>x</A>") == "<A 1:1 2>x</A>");
  CHECK(read("<?xml version=\"1.0\" encoding='utf-16' standalone=\"no\" ?>\n<A><B />y</A>\n") ==
        "<A 2:1 59><B 2:4 63></B>y</A>");
  CHECK(read("\xEF\xBB\xBF<A>1 &lt; 2 &amp;amp; &#65;&#x1EA5;&#13;\r\n\r</A>") == "<A 1:1 5>1 < 2 &amp; Aấ\r\n\n</A>");
  CHECK(read("<A><![CDATA[<B> & \r\n]]></A >") == "<A 1:1 2><B> & \n</A>");
}

TEST_CASE("every other document is left to libxml2, good or bad") {
  for (const char* document : {"",
                               " ",
                               "x",
                               "<A",
                               "<A>",
                               "</A>",
                               "<A/><B/>",
                               "<A/>x",
                               "<A></B>",
                               "<A><B></A></B>",
                               "<A b=\"1\"/>",
                               "<c:A/>",
                               "<A><!-- c --></A>",
                               "<?p i?><A/>",
                               "<!DOCTYPE A><A/>",
                               "<A>&nbsp;</A>",
                               "<A>& </A>",
                               "<A>&#0;</A>",
                               "<A>&#xD800;</A>",
                               "<A>&#xFFFF;</A>",
                               "<A>&#65</A>",
                               "<A>]]></A>",
                               "<A><![CDATA[x</A>",
                               "<![CDATA[x]]><A/>",
                               "<A>\x01</A>",
                               "<A>12345678\x1F</A>",
                               "<A>\xC3</A>",
                               "<A>\xEF\xBF\xBF</A>",
                               "< A/>",
                               "<1/>",
                               "<A / >",
                               " <?xml version=\"1.0\"?><A/>",
                               "<?xml version=\"1.1\"?><A/>",
                               "<?xml version=\"1.0\" encoding=\"1\"?><A/>"}) {
    CAPTURE(document);
    CHECK(read(document) == "other");
  }
  CHECK(read(std::string("<A>\0</A>", 8)) == "other");
  CHECK(read("<A>" + std::string(std::size_t{1} << 20, 'x') + "</A>") == "other");
}

TEST_CASE("limits hold for plain documents too") {
  xml::Limits limits;
  limits.depth = 2;
  CHECK(read("<A><B/></A>", limits) != "other");
  CHECK(read("<A><B><C/></B></A>", limits) == "other");
  limits.tag_bytes = 5;
  CHECK(read("<ABC/>", limits) == "other");
}
