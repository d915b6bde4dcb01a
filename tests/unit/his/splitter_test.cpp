// SPDX-License-Identifier: Apache-2.0
#include "his/splitter.hpp"

#include "catch.hpp"
#include "his/fixtures.hpp"
#include "his/reading.hpp"

#include <stdexcept>

using namespace cxrval;
using namespace cxrval::his::fixtures;

namespace {

// The bytes of every segment in brackets; + behind one that is whole, - behind one that is not.
std::string cuts(const std::string& text, const his::Profile& profile = his::moh_profile()) {
  std::string all;
  for (std::size_t piece : {1, 7, 1 << 20}) {
    Dripping source(text, piece);
    his::Splitter splitter(source, profile);
    his::Segment segment;
    std::string found;
    while (splitter.next(segment)) found += '[' + segment.bytes + ']' + (segment.whole ? '+' : '-');
    if (!all.empty()) CHECK(found == all);
    all = found;
  }
  return all;
}

his::Envelope envelope_of(const std::string& text, std::size_t piece = 1 << 20) {
  return read_file(text, his::moh_profile(), piece).envelope;
}

std::string in_list(const std::string& text) {
  return "<G><D>" + text + "</D></G>";
}

}  // namespace

TEST_CASE("a file is cut at the tags of its dossiers") {
  CHECK(cuts(in_list("<HOSO>a</HOSO>\n<HOSO x='>'>b</HOSO >")) == "[<HOSO>a</HOSO>]+[<HOSO x='>'>b</HOSO >]+");
  CHECK(cuts(in_list("<d:HOSO>a</d:HOSO><HOSO/><HOSO a='1' />")) == "[<d:HOSO>a</d:HOSO>]+[<HOSO/>]+[<HOSO a='1' />]+");
  CHECK(cuts(in_list("<FILEHOSO>a</FILEHOSO><HOSOX/><DANHSACHHOSO>x</DANHSACHHOSO>")) == "");
  CHECK(cuts("<HOSO>a</HOSO>") == "[<HOSO>a</HOSO>]+");
}

TEST_CASE("a dossier without its end tag ends where the next one begins, or with the file") {
  CHECK(cuts(in_list("<HOSO>a<HOSO>b</HOSO>")) == "[<HOSO>a]-[<HOSO>b</HOSO>]+");
  CHECK(cuts("<G><HOSO>a</HOSO><HOSO>b<x>") == "[<HOSO>a</HOSO>]+[<HOSO>b<x>]-");
  CHECK(cuts("<G><HOSO>a</HOS") == "[<HOSO>a</HOS]-");
  CHECK(cuts("<G><HOSO") == "");
  CHECK(envelope_of("<G><HOSO").fault->reason == "ends before its last element is closed; it was cut off");
}

TEST_CASE("an end tag that lost its > ends its dossier all the same") {
  CHECK(cuts(in_list("<HOSO>a</HOSO x<HOSO>b</HOSO>")) == "[<HOSO>a</HOSO x]+[<HOSO>b</HOSO>]+");
}

TEST_CASE("an envelope says the same whether it is short, long, plain or not") {
  const std::string begin = "\xEF\xBB\xBF<GIAMDINHHS><MACSKCB>25001</MACSKCB>";
  const std::string end = "\n" + hoso("A", "") + hoso("B", "") + " <SOLUONGHOSO>2</SOLUONGHOSO></GIAMDINHHS>";
  const std::size_t column = hoso("A", "").size() + hoso("B", "").size() + 2;
  for (const std::string& between :
       {std::string(), std::string("<x a='1'/>"), "<x>" + std::string(20000, 'y') + "</x>"}) {
    const his::Envelope envelope = envelope_of(begin + between + end);
    CHECK_FALSE(envelope.fault);
    CHECK(envelope.facility_id == "25001");
    CHECK(envelope.declared == 2U);
    CHECK(envelope.declared_position == his::Position{2, column});
    const his::Envelope cut = envelope_of(begin + between + end.substr(0, end.size() - 3));
    CHECK(cut.facility_id == "25001");
    CHECK(cut.fault->reason == "ends before its last element is closed; it was cut off");
  }
}

TEST_CASE("end tags without a start are counted") {
  const his::Envelope envelope = envelope_of(in_list("HOSO>a</HOSO>" + hoso("A", "")));
  CHECK(envelope.dossiers == 2);
  CHECK(envelope.stray_dossiers == 1);
  CHECK(envelope.fault->reason == "has an end tag that closes another element");
}

TEST_CASE("tags of dossiers count inside CDATA, but not inside a comment that ends") {
  CHECK(cuts(in_list("<HOSO><![CDATA[x</HOSO><HOSO>b</HOSO>")) == "[<HOSO><![CDATA[x</HOSO>]+[<HOSO>b</HOSO>]+");
  CHECK(cuts(in_list("<!-- <HOSO>a</HOSO> --><HOSO>b<!-- </HOSO> -->c</HOSO>")) ==
        "[<HOSO>b<!-- </HOSO> -->c</HOSO>]+");
  CHECK(cuts(in_list("<HOSO>a<!-- x</HOSO><HOSO>b</HOSO>")) == "[<HOSO>a<!-- x</HOSO>]+[<HOSO>b</HOSO>]+");
  CHECK(cuts(in_list("<!-- x<HOSO>a</HOSO>")) == "[<HOSO>a</HOSO>]+");
}

TEST_CASE("a segment tells where it stands and what is around it") {
  for (std::size_t piece : {1, 5, 1000}) {
    const File file =
        read_file("\xEF\xBB\xBF<G>\n <D>\n<HOSO>\n</HOSO> <HOSO/></D>\n<HOSO></HOSO></G>", his::moh_profile(), piece);
    REQUIRE(file.segments.size() == 3);
    CHECK(file.segments[0].position == his::Position{3, 1});
    CHECK(file.segments[0].path == "G/D");
    CHECK(file.segments[1].position == his::Position{4, 9});
    CHECK(file.segments[2].position == his::Position{5, 1});
    CHECK(file.segments[2].path == "G");
    CHECK(file.fault() == "");
  }
}

TEST_CASE("a file without dossiers is cut into its sessions and results") {
  const std::string one = header("A");
  const std::string two = row("A", "x");
  CHECK(cuts(in_list(one + two)) == '[' + one + "]+[" + two + "]+");
  CHECK(cuts(one) == '[' + one + "]+");
  CHECK(cuts(in_list("<CHI_TIET_CLS>a<TONG_HOP>b<TONG_HOP>c</TONG_HOP>")) ==
        "[<CHI_TIET_CLS>a]-[<TONG_HOP>b]-[<TONG_HOP>c</TONG_HOP>]+");
  CHECK(cuts(in_list("<TONG_HOP>a" + two + "</TONG_HOP>")) == "[<TONG_HOP>a" + two + "</TONG_HOP>]+");
  CHECK_FALSE(read_file(one).segments[0].enveloped);
  CHECK(read_file(one).fault() == "");
}

TEST_CASE("a record whose path has several steps begins only below them") {
  his::Profile profile;
  profile.session = "visits/visit";
  profile.report = "visit/result";
  CHECK(cuts("<e><visit/><visits><n><visit>a</visit></n><visit>b</visit></visits></e>", profile) ==
        "[<visit>b</visit>]+");
}

TEST_CASE("the envelope gives facility, time and declared count") {
  const std::string text = "<GIAMDINHHS>\n<x:MACSKCB><![CDATA[25&]]>001 </x:MACSKCB><NGAYLAP>20201130</NGAYLAP>" +
                           hoso("A", "") + "\n <SOLUONGHOSO> 7 </SOLUONGHOSO></GIAMDINHHS>";
  for (std::size_t piece : {1, 3, 1 << 20}) {
    const his::Envelope envelope = envelope_of(text, piece);
    CHECK(envelope.facility_id == "25&001");
    CHECK(base::to_iso(envelope.made.value()) == "2020-11-30T00:00");
    CHECK(envelope.declared == 7);
    CHECK(envelope.declared_position == his::Position{3, 2});
    CHECK(envelope.dossiers == 1);
    CHECK_FALSE(envelope.fault);
  }
  CHECK(base::to_iso(envelope_of(in_list("<NGAYLAP>202011300815</NGAYLAP>")).made.value()) == "2020-11-30T08:15");
  CHECK(base::to_iso(envelope_of(in_list("<NGAYLAP>20201130081501</NGAYLAP>")).made.value()) == "2020-11-30T08:15:01");
  CHECK_FALSE(envelope_of(in_list("<NGAYLAP>20201131</NGAYLAP>")).made);
  CHECK_FALSE(envelope_of(in_list("<SOLUONGHOSO>many</SOLUONGHOSO>")).declared);
}

TEST_CASE("what stands inside dossiers is not the envelope's") {
  const his::Envelope envelope = envelope_of(in_list("<MACSKCB>1</MACSKCB><HOSO><MACSKCB>2</MACSKCB></HOSO>"));
  CHECK(envelope.facility_id == "1");
}

TEST_CASE("damage between dossiers is told with its place and costs none of them") {
  const File file = read_file("<G>\n<D>" + hoso("A", "") + "\n & <" + hoso("B", "") + hoso("C", "") + "</D></G>");
  CHECK(file.sessions() == "A;B;C");
  CHECK(file.fault() == "a.xml:3:3: holds an unescaped & or <");
}

TEST_CASE("places behind many dossiers are those of the file") {
  std::string text = "<G>";
  for (int i = 0; i < 500; ++i) text += hoso("A" + std::to_string(i), "") + (i % 3 == 0 ? "\n" : "");
  for (std::size_t piece : {11, 4096})
    CHECK(read_file(text + "\n  <b></c></G>", his::moh_profile(), piece).fault() ==
          "a.xml:169:10: has an end tag that closes another element");
}

TEST_CASE("a file that is cut off says so and keeps the dossiers before") {
  const std::string text = envelope(hoso("A", "") + hoso("B", ""));
  const File file = read_file(text.substr(0, text.size() - 80));
  CHECK(file.sessions() == "A;B");
  CHECK_THAT(file.fault(), contains("ends before its last element is closed; it was cut off"));
}

TEST_CASE("nothing is read from a file with a DOCTYPE") {
  const File file =
      read_file("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b \"" + hoso("A", "") + "\">]>" + in_list(hoso("B", "")));
  CHECK(file.segments.empty());
  CHECK(file.fault() == "a.xml:2:1: has a DOCTYPE, which is not read; remove it");
}

TEST_CASE("a file with nothing that is looked for is a fault, an empty envelope is none") {
  CHECK(read_file("<html><body/></html>").fault() ==
        "a.xml: holds no session: neither HOSO nor TONG_HOP nor CHI_TIET_CLS");
  CHECK(read_file(envelope("", "0")).fault() == "");
  CHECK(read_file("").fault() == "a.xml:1:1: has no XML element; it is empty or cut off");
  CHECK(read_file("no xml at all").fault() != "");
}

TEST_CASE("UTF-16 is read, with a mark or without, in either order") {
  const std::string text =
      "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n" + envelope(hoso("A", row("A", "phổi"))) + '\n';
  const auto utf16 = [&](bool little, bool mark) {
    std::string bytes = mark ? (little ? "\xFF\xFE" : "\xFE\xFF") : "";
    for (const char c : text) bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
    return bytes;
  };
  for (const bool little : {false, true}) {
    for (const bool mark : {false, true}) {
      for (std::size_t piece : {1, 5, 1 << 20}) {
        const File file = read_file(utf16(little, mark), his::moh_profile(), piece);
        CHECK(file.descriptions() == "phổi");
        CHECK(file.fault() == "");
      }
      std::string broken = utf16(little, mark);
      broken.resize(broken.size() - 1);
      CHECK_THAT(read_file(broken).fault(), contains("holds bytes that are no text in its encoding"));
      CHECK(read_file(broken).sessions() == "A");
    }
  }
}

TEST_CASE("a declaration of UTF-16 over UTF-8 bytes is not believed") {
  CHECK(
      read_file("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + envelope(hoso("A", row("A", "phổi")))).descriptions() ==
      "phổi");
}

TEST_CASE("an 8-bit charset is converted where the bytes are not UTF-8") {
  const std::string declaration = "<?xml version='1.0' encoding='Windows-1258'?>";
  const std::string inside = element("HOSO", table("XML1", header("A")) + table("XML4", list(row("A", "ph\xF4\xD2i"))));
  const File file = read_file(declaration + "<a t='\xD0'>" + inside + hoso("B", row("B", "phổi")) + "</a>");
  CHECK(file.descriptions() == "phô\xCC\x89i;phổi");
  CHECK(file.fault() == "");
  CHECK(file.flaw() == "");
}

TEST_CASE("bytes that no encoding was declared for, or an unknown one, flaw their dossier only") {
  const std::string bad = element("HOSO", table("XML1", header("A")) + "\n<x>\xD0</x>");
  const File file = read_file("<a>\n" + bad + hoso("B", row("B", "phổi")) + "</a>");
  CHECK(file.descriptions() == "phổi");
  CHECK(file.flaw() == "3:4: HOSO holds a byte that is no text of XML in UTF-8");
  CHECK(file.fault() == "");
  const File unknown =
      read_file("<?xml version='1.0' encoding='x-none'?><a>" + bad + hoso("B", row("B", "phổi")) + "</a>");
  CHECK(unknown.flaw() == "1:43: HOSO declares an encoding that is not known");
  CHECK(unknown.descriptions() == "phổi");
  CHECK(unknown.fault() == "");
  CHECK(read_file("<?xml version='1.0' encoding='x-none'?><a>\xD0</a>").fault() ==
        "a.xml:1:1: declares an encoding that is not known");
}

TEST_CASE("EBCDIC is not read") {
  CHECK(read_file("\x4C\x6F\xA7\x94\x93\x40").fault() == "a.xml:1:1: is written in EBCDIC; export it in UTF-8");
}

TEST_CASE("a dossier of more than 96 MiB ends the reading") {
  const File file = read_file(in_list(hoso("A", "") + "<HOSO>" + std::string(std::size_t{97} << 20, 'x')));
  CHECK(file.sessions() == "A");
  CHECK(file.fault() == "a.xml:1:" + std::to_string(7 + hoso("A", "").size()) + ": HOSO is larger than 96 MiB");
}

TEST_CASE("hostile openings cost no more time than their bytes") {
  for (const char* opening : {"<!--", "<![CDATA[", "<", "<HOSO", "</HOSO", "<HOSO a='", "<!DOCTYP", "<a:", "</"}) {
    std::string text = "<G>";
    while (text.size() < std::size_t{1} << 20) text += opening;
    const File file = read_file(text);
    CHECK(file.envelope.fault);
  }
}

TEST_CASE("a source that fails ends the reading by its error") {
  class Failing final : public base::ByteSource {
   public:
    std::size_t read(char* buffer, std::size_t) override {
      if (++calls_ > 600) throw base::Error("cannot be read");
      buffer[0] = calls_ % 2 == 0 ? '\0' : 'x';
      return 1;
    }
    const std::string& name() const override { return name_; }

   private:
    int calls_ = 0;
    std::string name_ = "a.xml";
  };
  Failing source;
  his::Splitter splitter(source, his::moh_profile());
  his::Segment segment;
  CHECK_THROWS_WITH(splitter.next(segment), "cannot be read");
}
