// SPDX-License-Identifier: Apache-2.0
#include "his/dossier.hpp"

#include "catch.hpp"
#include "his/fixtures.hpp"
#include "his/reading.hpp"

using namespace cxrval;
using namespace cxrval::his::fixtures;

namespace {

const std::string one = packed("XML1", header("A"));

File read_hoso(const std::string& files) {
  File file = read_file(envelope(element("HOSO", files)));
  CHECK(file.fault() == "");
  REQUIRE(file.dossiers.size() == 1);
  return file;
}

// The description of the only report, of a dossier that is in order.
std::string description_of(const std::string& files) {
  const File file = read_hoso(files);
  CHECK(file.flaw() == "");
  return file.descriptions();
}

std::string flaw_of(const std::string& files) {
  const File file = read_hoso(files);
  REQUIRE(file.dossiers[0].flaw);
  return file.dossiers[0].flaw->reason;
}

std::string utf16(const std::string& text) {
  std::string bytes = "\xFF\xFE";
  for (const char c : text) bytes += {c, '\0'};
  return bytes;
}

}  // namespace

TEST_CASE("the ways in which exports pack an inner file read alike") {
  const std::string xml = list(row("A", "phổi"));
  const std::string wrapped = element("CHITIEU_CHITIET_DICHVUCANLAMSANG", xml);
  CHECK(description_of(one + packed("XML4", xml)) == "phổi");
  CHECK(description_of(one + table("XML4", xml)) == "phổi");
  CHECK(description_of(one + table("XML4", "\n" + xml + "\n")) == "phổi");
  CHECK(description_of(one + table("XML4", "<![CDATA[" + xml + "]]>")) == "phổi");
  CHECK(description_of(one + table("XML4", "<![CDATA[" + base::encode_base64(xml) + "]]>")) == "phổi");
  CHECK(description_of(one + packed("XML4", wrapped)) == "phổi");
  CHECK(description_of(one + packed("XML4", "\xEF\xBB\xBF" + xml)) == "phổi");
  CHECK(description_of(one + packed("XML4", "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + xml)) == "phổi");
  CHECK(description_of(packed(" xml4\n", xml) + one) == "phổi");
  CHECK(description_of(one + packed("XML4", list(row("A", "<![CDATA[1 < 2]]>")))) == "1 < 2");
  CHECK(description_of(one + element("d:FILEHOSO", "<d:LOAIHOSO>XML4</d:LOAIHOSO><d:NOIDUNGFILE x='>'>" +
                                                       base::encode_base64(xml) + "</d:NOIDUNGFILE >")) == "phổi");
}

TEST_CASE("XML as escaped text reads like XML") {
  std::string escaped;
  for (const char c : list(row("A", "a &amp; b"))) {
    escaped += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  CHECK(description_of(one + table("XML4", escaped)) == "a & b");
}

TEST_CASE("base64 may be wrapped, unpadded, or broken by references") {
  std::string text = base::encode_base64(list(row("A", "phổi")));
  while (text.ends_with('=')) text.pop_back();
  CHECK(description_of(one + table("XML4", text)) == "phổi");
  text.insert(40, "&#13;\n");
  text.insert(10, "\r\n   ");
  CHECK(description_of(one + table("XML4", text)) == "phổi");
}

TEST_CASE("inner files in UTF-16 or in a charset that they declare are converted") {
  const std::string xml = list(row("A", "ngoai"));
  CHECK(description_of(one + packed("XML4", utf16("<?xml version='1.0' encoding='utf-16'?>" + xml))) == "ngoai");
  CHECK(description_of(one + packed("XML4", utf16(xml).substr(2))) == "ngoai");
  CHECK(description_of(one + packed("XML4", "<?xml version='1.0' encoding='windows-1258'?>" +
                                                list(row("A", "ph\xF4\xD2i")))) == "phô\xCC\x89i");
  CHECK(description_of(
            one + packed("XML4", "<?xml version='1.0' encoding='windows-1258'?>" + list(row("A", "phổi")))) == "phổi");
  CHECK(flaw_of(one + packed("XML4", "<?xml version='1.0' encoding='x-none'?>" + list(row("A", "\xF4")))) ==
        "XML4 payload declares an encoding that is not known");
  CHECK(flaw_of(one + packed("XML4", utf16(xml) + "x")) == "XML4 payload holds bytes that are no text in its encoding");
  CHECK(flaw_of(one + packed("XML4", list(row("A", "\xF4")))) ==
        "XML4 payload holds a byte that is no text of XML in UTF-8");
}

TEST_CASE("the fields of a session and of a report are found whole, wherever they stand") {
  const File file = read_hoso(one + packed("XML4", list(row("A", "x"))));
  const std::vector<his::Record>& records = file.dossiers[0].records;
  REQUIRE(records.size() == 2);
  CHECK(records[0].kind == his::RecordKind::session);
  CHECK(records[0][his::Field::patient_id] == "PA");
  CHECK(records[0][his::Field::check_in] == "202011020731");
  CHECK(records[0][his::Field::facility_id].empty());
  CHECK(records[1].kind == his::RecordKind::report);
  CHECK(records[1][his::Field::number] == "1");
  CHECK(records[1][his::Field::report_time] == "202011020915");
  CHECK(records[1][his::Field::conclusion] == "K");
  CHECK_FALSE(records[1].repaired);
}

TEST_CASE("other tables and other services are passed over, look-alikes counted by code") {
  const std::string xml4 =
      packed("XML4", list(row("A", "x") + row("A", "7.5", "22.0121.1369") + row("A", "y", " 18.0120.0028 ") +
                          row("A", "z", "18.0119.0028_GT") + row("A", "z", "18.0120.0028")));
  const std::string other = table("XML3", element("CHI_TIET_CLS", "")) + table("XML2", "no base64!") +
                            table("XML0", element("TRANG_THAI_KCB", element("MA_LK", "A"))) + packed("XML16", "");
  const File file = read_hoso(other + one + xml4);
  CHECK(file.flaw() == "");
  CHECK(file.dossiers[0].records.size() == 2);
  CHECK(file.dossiers[0].other_services == 4);
  CHECK(file.dossiers[0].look_alikes ==
        std::map<std::string, std::size_t>{{"18.0119.0028_GT", 1}, {"18.0120.0028", 2}});
}

TEST_CASE("a payload without a table before it is read, and a table holds for one payload of its FILEHOSO") {
  const std::string xml = base::encode_base64(list(row("A", "x")));
  CHECK(description_of(one + element("FILEHOSO", element("NOIDUNGFILE", xml))) == "x");
  CHECK(description_of(one + element("FILEHOSO", element("LOAIHOSO", "XML3")) +
                       element("FILEHOSO", element("NOIDUNGFILE", xml))) == "x");
  CHECK(description_of(one + element("FILEHOSO", element("NOIDUNGFILE", xml) + element("LOAIHOSO", "XML4")) +
                       element("FILEHOSO", element("LOAIHOSO", "XML3") + element("NOIDUNGFILE", "!"))) == "x");
}

TEST_CASE("a bad payload is the flaw of its dossier and none of its records is kept") {
  CHECK(flaw_of(table("XML1", "no base64!")) == "XML1 payload is not base64");
  CHECK(flaw_of(packed("XML1", "<TONG_HOP>")) == "XML1 payload ends before its last element is closed; it was cut off");
  CHECK(flaw_of(packed("XML1", "<TONG/>")) == "XML1 payload has no TONG_HOP");
  CHECK(flaw_of(table("XML1", "")) == "XML1 payload has no TONG_HOP");
  CHECK(flaw_of("<FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE/></FILEHOSO>") == "XML1 payload has no TONG_HOP");
  CHECK(flaw_of(one + packed("XML4", "<!DOCTYPE a><a/>")) ==
        "XML4 payload has a DOCTYPE, which is not read; remove it");
  const File file = read_hoso(one + "\n" + packed("XML4", "<a>" + row("A", "x") + "\n" + row("A", "a</b>") + "</a>"));
  CHECK(file.dossiers[0].records.size() == 1);
  CHECK(file.flaw() == "2:" + std::to_string(std::string("<FILEHOSO><LOAIHOSO>XML4</LOAIHOSO>").size() + 1) +
                           ": XML4 payload has an end tag that closes another element");
  CHECK(file.dossiers[0].flaw->detail.starts_with("payload:2:"));
}

TEST_CASE("what a repair can read is read, and marked") {
  const std::string bad = list(row("A", "a & b, x <5 mm,\x02 &nbsp;") + row("A", "fine"));
  for (const std::string& files :
       {one + packed("XML4", bad), one + table("XML4", bad), one + table("XML4", "<![CDATA[" + bad + "]]>")}) {
    const File file = read_hoso(files);
    CHECK(file.flaw() == "");
    CHECK(file.descriptions() == "a & b, x <5 mm, &nbsp;;fine");
    REQUIRE(file.dossiers[0].records.size() == 3);
    CHECK_FALSE(file.dossiers[0].records[0].repaired);
    CHECK(file.dossiers[0].records[1].repaired);
    CHECK(file.dossiers[0].records[2].repaired);
  }
  const File elsewhere = read_hoso("<GHI_CHU>R&D</GHI_CHU>" + one + table("XML4", list(row("A", "x"))));
  CHECK(elsewhere.flaw() == "");
  CHECK_FALSE(elsewhere.dossiers[0].records[0].repaired);
  CHECK(elsewhere.dossiers[0].records[1].repaired);
}

TEST_CASE("what no repair can read flaws the dossier where it breaks") {
  const File file = read_hoso(one + "\n <b></c>" + packed("XML4", list(row("A", "x"))));
  CHECK(file.flaw() == "2:9: HOSO has an end tag that closes another element");
  CHECK(file.sessions() == "A");
  CHECK(file.descriptions() == "");
}

TEST_CASE("payloads that only look like elements are left to the parser") {
  const std::string fake = "<NOIDUNGFILE>QUJD</NOIDUNGFILE>";
  CHECK(description_of("<!-- " + fake + " -->" + one + packed("XML4", list(row("A", "x")))) == "x");
  CHECK(description_of("<x><![CDATA[" + fake + "]]></x>" + one + packed("XML4", list(row("A", "x")))) == "x");
  CHECK(description_of(one + table("XML4", list(row("A", "<![CDATA[" + fake + "]]>")))) == fake);
  CHECK(description_of(one + table("XML4", "<![CDATA[" + list(row("A", "&lt;NOIDUNGFILE>")) + "]]>")) ==
        "<NOIDUNGFILE>");
}

TEST_CASE("a dossier that is cut off is flawed, and what came whole before is kept") {
  const std::string text = "<a>" + element("HOSO", one + packed("XML4", list(row("A", "x"))));
  const File file = read_file(text.substr(0, text.size() - 30) + hoso("B", row("B", "y")) + "</a>");
  REQUIRE(file.dossiers.size() == 2);
  CHECK(file.dossiers[0].flaw->reason == "HOSO ends before its last element is closed; it was cut off");
  CHECK(file.sessions() == "A;B");
  CHECK(file.descriptions() == "y");
}

TEST_CASE("elements inside a text field, and fields given twice, make a record unusable") {
  const File file =
      read_file(envelope(element("HOSO", table("XML4", list(row("A", "a<br/>b"))) + one) +
                         element("HOSO", table("XML1", element("TONG_HOP", "<MA_LK>A</MA_LK><MA_LK>B</MA_LK>")))));
  REQUIRE(file.dossiers.size() == 2);
  CHECK(file.dossiers[0].records[0].problem == "holds an element inside a text field");
  CHECK(file.dossiers[1].records[0].problem == "gives a field twice");
}

TEST_CASE("fields and records are bounded") {
  const File large = read_hoso(one + packed("XML4", list(row("A", std::string((std::size_t{1} << 20) + 1, 'x')))));
  CHECK(large.dossiers[0].records[1].problem == "has a field of more than 1 MiB");
  std::string rows;
  for (int i = 0; i < 65536; ++i) rows += "<CHI_TIET_CLS><MA_DICH_VU>18.0119.0028</MA_DICH_VU></CHI_TIET_CLS>";
  const File many = read_hoso(one + packed("XML4", list(rows)));
  CHECK(many.dossiers[0].records.size() == 65536);
  CHECK(many.flaw() == "1:124: HOSO holds more than 65536 records");
}

TEST_CASE("places are those of the file, for records in payloads those of the payload") {
  const std::string text = "<a>\n<HOSO>\n  " + one + "\n <FILEHOSO><LOAIHOSO>XML4</LOAIHOSO>\n<NOIDUNGFILE>\n" +
                           row("A", "x") + "</NOIDUNGFILE></FILEHOSO></HOSO></a>";
  for (std::size_t piece : {1, 100, 1 << 20}) {
    const File file = read_file(text, his::moh_profile(), piece);
    const std::vector<his::Record>& records = file.dossiers.at(0).records;
    REQUIRE(records.size() == 2);
    CHECK(records[0].position == his::Position{3, 3 + std::string("<FILEHOSO><LOAIHOSO>XML1</LOAIHOSO>").size()});
    CHECK(records[1].position == his::Position{6, 1});
  }
}

TEST_CASE("a report inside a session's element belongs to it when it names no session") {
  his::Profile profile;
  profile.session = "visit";
  profile.session_fields[static_cast<std::size_t>(his::Field::session_id)] = "id";
  profile.report = "visit/result";
  profile.report_fields[static_cast<std::size_t>(his::Field::session_id)] = "of";
  profile.report_fields[static_cast<std::size_t>(his::Field::description)] = "text";
  const File file = read_file(
      "<e><visit><result><text>x</text></result><result><of>B</of><text>y</text></result><id>A</id></visit></e>",
      profile);
  CHECK(file.sessions() == "A");
  CHECK(file.values(his::RecordKind::report, his::Field::session_id) == "A;B");
  CHECK(file.dossiers.at(0).records.at(0).kind == his::RecordKind::session);
}

TEST_CASE("one element may be a session and a report at once") {
  his::Profile profile;
  profile.session = "row";
  profile.report = "row";
  profile.session_fields[static_cast<std::size_t>(his::Field::session_id)] = "@visit";
  profile.report_fields[static_cast<std::size_t>(his::Field::description)] = "text";
  const File file = read_file("<e><row visit='A'><text>x</text></row><row visit='B'><text>y</text></row></e>", profile);
  CHECK(file.sessions() == "A;B");
  CHECK(file.values(his::RecordKind::report, his::Field::session_id) == "A;B");
  CHECK(file.descriptions() == "x;y");
}
