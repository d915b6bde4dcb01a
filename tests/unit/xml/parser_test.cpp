// SPDX-License-Identifier: Apache-2.0
#include "xml/parser.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

using namespace cxrval;

namespace {

struct Outcome {
  std::string events;  // <name> text </name> with text pieces joined
  std::string fault;   // place and reason
};

class Recorder : public xml::Handler {
 public:
  void start(std::string_view name, const xml::Tag&) noexcept override { events_ += '<' + std::string(name) + '>'; }
  void text(std::string_view piece) noexcept override { events_ += piece; }
  void end(std::string_view name) noexcept override { events_ += "</" + std::string(name) + '>'; }

  const std::string& events() const { return events_; }

 private:
  std::string events_;
};

std::string words(const std::optional<xml::Fault>& fault) {
  if (!fault) return "";
  return base::to_string({"a.xml", fault->position.line, fault->position.column}) + ": " + fault->reason;
}

// Gives at most `piece` bytes a call, so that tokens are split at every place.
void feed(xml::Parser& parser, std::string_view text, std::size_t piece) {
  for (std::size_t at = 0; at < text.size(); at += piece) parser.feed(text.substr(at, piece));
  parser.finish();
}

constexpr std::size_t whole = 1 << 20;

Outcome read(const std::string& text, std::size_t piece = whole, xml::Limits limits = {}) {
  Recorder pieces;
  xml::Parser parser(pieces, limits);
  feed(parser, text, piece);
  Recorder at_once;
  xml::Parser other(at_once, limits);
  other.parse(text);
  const std::string fault = words(parser.fault());
  // Of a text that is too long the beginning is given, and how much depends on the pieces.
  if (fault.find("text is too long") == std::string::npos) {
    CHECK(at_once.events() == pieces.events());
    CHECK(words(other.fault()) == fault);
  }
  return {pieces.events(), fault};
}

std::string element_of(std::size_t letters) {
  std::string text = "<a>";
  text.append(letters, 'x');
  text += "</a>";
  return text;
}

std::string fault_of(const std::string& text) {
  return read(text).fault;
}

// What `work` writes to standard error.
template <class Work>
std::string standard_error_of(Work work) {
  std::FILE* file = std::tmpfile();
  REQUIRE(file != nullptr);
  std::fflush(stderr);
  const int saved = dup(STDERR_FILENO);
  dup2(fileno(file), STDERR_FILENO);
  work();
  std::fflush(stderr);
  dup2(saved, STDERR_FILENO);
  close(saved);
  std::rewind(file);
  std::string text;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  std::fclose(file);
  return text;
}

const std::vector<std::string> bad = {
    "",
    "   ",
    "no xml",
    "<a>",
    "<a><b></a>",
    "<a>&nbsp;</a>",
    "<a>x & y</a>",
    "<a>1 < 2</a>",
    "<a>\x01</a>",
    "<a>\xC3(</a>",
    "<a/><b/>",
    "<a x=1/>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
    "<!DOCTYPE a SYSTEM \"http://localhost/a.dtd\"><a/>",
    std::string("<\0a\0/\0>\0", 8),
    "\xFF\xFE<",
};

}  // namespace

TEST_CASE("elements, text, CDATA and references come in document order") {
  const std::string text =
      "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a n=\"1\"><!-- c --><b>x &amp; y &#225;</b>"
      "<c/><![CDATA[1 < 2]]></a>\n";
  for (std::size_t piece = 1; piece < 40; ++piece) {
    const Outcome outcome = read(text, piece);
    CHECK(outcome.events == "<a><b>x & y á</b><c></c>1 < 2</a>");
    CHECK(outcome.fault.empty());
  }
}

TEST_CASE("every line end becomes one line feed, in CDATA too, but a referenced return stays") {
  const std::string text = "<a><![CDATA[x\r\ny\rz\r\r\n]]>\r\n&#13;\r<![CDATA[\n]]></a>";
  for (std::size_t piece = 1; piece < 60; ++piece) CHECK(read(text, piece).events == "<a>x\ny\nz\n\n\n\r\n\n</a>");
}

TEST_CASE("a declaration of another encoding over UTF-8 bytes is not believed") {
  CHECK(read("<?xml version=\"1.0\" encoding=\"utf-16\"?><a>phổi</a>").events == "<a>phổi</a>");
  CHECK(read("<?xml version=\"1.0\" encoding=\"windows-1258\"?><a>phổi</a>").events == "<a>phổi</a>");
}

TEST_CASE("a prefix is dropped, declared or not") {
  CHECK(read("<a xmlns:d=\"u\"><d:b/><e:c/></a>").events == "<a><b></b><c></c></a>");
}

TEST_CASE("a start tells where its tag stands and ends") {
  class Places final : public Recorder {
   public:
    void start(std::string_view, const xml::Tag& tag) noexcept override {
      words +=
          base::to_string({"", tag.position().line, tag.position().column}) + '-' + std::to_string(tag.end()) + ' ';
    }
    std::string words;
  };
  for (std::size_t piece : {1, 3, 100}) {
    Places places;
    xml::Parser parser(places);
    feed(parser, "\xEF\xBB\xBF<a>\n <b>phổi</b>\n  <c x='>'/></a>", piece);
    CHECK(places.words == ":1:1-5 :2:2-10 :3:3-32 ");
  }
}

TEST_CASE("attributes are given by their local names, references resolved") {
  class Values final : public Recorder {
   public:
    void start(std::string_view, const xml::Tag& tag) noexcept override {
      for (const char* name : {"x", "y", "none"}) words += tag.attribute(name).value_or("-") + ' ';
    }
    std::string words;
  };
  for (std::size_t piece : {1, 7, 100}) {
    Values values;
    xml::Parser parser(values);
    feed(parser, "<a p:x='1 &amp;amp; 2 &lt; &#38;&#x1ED5;' y=\"q\nr\"><b/></a>", piece);
    CHECK(values.words == "1 &amp; 2 < &ổ q r - - - - ");
  }
}

TEST_CASE("what was left out of a document is told by a jump") {
  Recorder events;
  xml::Parser parser(events);
  parser.feed("<a>\n<b>");
  parser.jump({10, 5});
  parser.feed("</b>\n");
  parser.jump({20, 1});
  parser.feed("  <c></d>");
  parser.finish();
  CHECK(words(parser.fault()) == "a.xml:20:10: has an end tag that closes another element");
  xml::Parser at_once(events);
  at_once.jump({7, 7});
  at_once.feed("<a></b>");
  at_once.finish();
  CHECK(words(at_once.fault()).starts_with("a.xml:7:14"));
}

TEST_CASE("a fault tells its offset") {
  Recorder events;
  xml::Parser parser(events);
  parser.parse("\xEF\xBB\xBF<a>\n\x01</a>");
  REQUIRE(parser.fault());
  CHECK(parser.fault()->offset == 7);
}

TEST_CASE("what is wrong is said with its place and without its content") {
  CHECK(fault_of("") == "a.xml:1:1: has no XML element; it is empty or cut off");
  CHECK(fault_of("<a>\n<b>x</b") == "a.xml:2:8: ends before its last element is closed; it was cut off");
  CHECK(fault_of("<a>\n <b x='1") == "a.xml:2:9: ends before its last element is closed; it was cut off");
  CHECK(fault_of("<!DOCTYPE a><a/>") == "a.xml:1:1: has a DOCTYPE, which is not read; remove it");
  CHECK(fault_of("\xFF\xFE<") == "a.xml:1:1: is written in UTF-16; export it in UTF-8");
  CHECK_THAT(fault_of("<a>x & y</a>"), contains("unescaped &"));
  CHECK_THAT(fault_of("<a>&nbsp;</a>"), contains("none of XML's five"));
  CHECK_THAT(fault_of("<a>\x01</a>"), contains("a byte that is no text of XML"));
  CHECK_THAT(fault_of("<a>\xC3(</a>"), contains("a byte that is no text of XML"));
  CHECK_THAT(fault_of("<a><b></a>"), contains("an end tag that closes another element"));
}

TEST_CASE("every faulty document is a fault, however it comes in") {
  for (const std::string& text : bad) {
    for (std::size_t piece : {1, 2, 5, 1000}) CHECK_FALSE(read(text, piece).fault.empty());
  }
}

TEST_CASE("nothing reaches standard error") {
  const std::string said = standard_error_of([] {
    for (const std::string& text : bad) read(text);
    read("<a xmlns:d=\"relative\"><e:b/></a>");
  });
  CHECK(said.empty());
  CHECK(standard_error_of([] { std::fputs("control", stderr); }) == "control");
}

TEST_CASE("depth and text are bounded") {
  std::string deep;
  for (int i = 0; i < 65; ++i) deep += "<a>";
  CHECK_THAT(read(deep).fault, contains("too deeply"));
  const std::string text = element_of(2000);
  CHECK(read(text, 100, {64, 2000}).fault.empty());
  CHECK_THAT(read(text, 100, {64, 1999}).fault, contains("too long"));
}

TEST_CASE("a tag is bounded, however it is torn") {
  const std::size_t limit = xml::Limits{}.tag_bytes;
  std::string many = "<a>\n <b ";
  for (int i = 0; many.size() < 2 * limit; ++i) many += 'a' + std::to_string(i) + "='>\"' ";
  const std::string blanks(limit, ' ');
  for (std::size_t piece : {1000, 4096, 1 << 20}) {
    CHECK(read(many + "/></a>", piece).fault == "a.xml:2:2: has a tag that is too long");
    CHECK(read(many, piece).fault == "a.xml:2:2: has a tag that is too long");
    CHECK(read(many + "/></a>", piece).events == "<a>\n ");
    CHECK(read("<a></a" + blanks + ">", piece).fault == "a.xml:1:4: has a tag that is too long");
    CHECK(read("<a x='" + blanks + "'/>", piece).fault == "a.xml:1:1: has a tag that is too long");
    CHECK_FALSE(read("<!DOCTYPE a [" + blanks, piece).fault.empty());
  }
}

TEST_CASE("a tag of the longest length passes, one byte more does not") {
  const xml::Limits limits{64, 2000, 18};
  for (std::size_t piece = 1; piece < 60; ++piece) {
    CHECK(read("<a><b c='>' d=\"'>\"/>x</a>", piece, limits).events == "<a><b></b>x</a>");
    CHECK(read("<a><b c='>'  d=\"'>\"/>x</a>", piece, limits).fault.empty());
    CHECK(read("<a><b c='>'   d=\"'>\"/>x</a>", piece, limits).fault == "a.xml:1:4: has a tag that is too long");
  }
}

TEST_CASE("text, CDATA, comments and instructions may be longer than a tag") {
  const xml::Limits limits{64, 2000, 10};
  const std::string text =
      "<?xml version='1.0'?><a><!-->'<b \" - -><b --><?p '<b \" > ? ><b ? ?><![CDATA[<b '\" ]] > ]>]]]><b/>"
      "<!---><b c='1234567890'-->it's > \" 1234567890</a><!-- \" -->";
  for (std::size_t piece = 1; piece < 60; ++piece) {
    const Outcome outcome = read(text, piece, limits);
    CHECK(outcome.events == "<a><b '\" ]] > ]>]<b></b>it's > \" 1234567890</a>");
    CHECK(outcome.fault.empty());
  }
}

TEST_CASE("no encoding but UTF-8 is guessed, however the first bytes are torn") {
  const std::string ebcdic =
      "\x4C\x6F\xA7\x94\x93\x40\xA5\x85\x99\xA2\x89\x96\x95\x7E\x7F\xF1\x4B\xF0\x7F\x6F\x6E\x4C\x81\x61\x6E";
  for (std::size_t piece : {1, 2, 4, 5, 100}) {
    CHECK(read(ebcdic, piece).fault == "a.xml:1:1: is written in EBCDIC; export it in UTF-8");
    CHECK(read(std::string("\xEF\xBB\xBF\xFF\xFE<\0a\0/\0>\0", 13), piece).fault ==
          "a.xml:1:1: is written in UTF-16; export it in UTF-8");
  }
}

TEST_CASE("different names are bounded") {
  std::string text = "<a>";
  for (int i = 0; i < 300000; ++i) text += "<b" + std::to_string(i) + "/>";
  CHECK_THAT(read(text + "</a>").fault, contains("too many different names"));
}

TEST_CASE("text of many megabytes streams through") {
  class Lengths final : public Recorder {
   public:
    void text(std::string_view piece) noexcept override {
      bytes += piece.size();
      longest = std::max(longest, piece.size());
    }
    std::size_t bytes = 0;
    std::size_t longest = 0;
  };
  const std::string text = element_of(std::size_t{24} << 20);
  Lengths lengths;
  xml::Parser parser(lengths);
  feed(parser, text, 1 << 16);
  CHECK_FALSE(parser.fault());
  CHECK(lengths.bytes == text.size() - 7);
  CHECK(lengths.longest < 1 << 17);
}
