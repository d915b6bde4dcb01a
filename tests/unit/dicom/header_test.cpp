// SPDX-License-Identifier: Apache-2.0
#include "dicom/header.hpp"

#include "catch.hpp"
#include "sample.hpp"

using namespace cxrval;
using sample::Bytes;

namespace {

std::string reason(const std::string& bytes) {
  const base::Result<dicom::Header> header = dicom::parse_header(bytes, "a.dcm");
  if (header) return "read";
  CHECK(base::to_string(header.error().place) == "a.dcm");
  return header.error().reason;
}

dicom::Header read(const std::string& bytes) {
  return dicom::parse_header(bytes, "a.dcm").value();
}

std::string with_patient(bool explicit_vr, bool big_endian = false) {
  return Bytes(explicit_vr, big_endian)
      .text(8, 0x60, "CS", "DX")
      .text(0x10, 0x20, "LO", "0012")
      .us(0x28, 0x10, 258)
      .str();
}

}  // namespace

TEST_CASE("a written image's header is read back") {
  const dicom::Header header = read(dicom::image_bytes(sample::new_image(sample::source(5, 3, 12))));
  CHECK(header.patient_id == "0012");
  CHECK(header.study_uid == "2.25.11");
  CHECK(header.series_uid == "2.25.12");
  CHECK(header.sop_uid == "2.25.13");
  CHECK(header.sop_class == "1.2.840.10008.5.1.4.1.1.1");
  CHECK(base::to_iso(header.study_time.value()) == "2023-04-05T06:07:08");
  CHECK(header.modality == "CR");
  CHECK(header.body_part == "CHEST");
  CHECK(header.view == "PA");
  CHECK(header.sex == "F");
  CHECK(header.birth_year == "1971");
  CHECK(header.rows == 3);
  CHECK(header.columns == 5);
  CHECK(header.frames == 1);
  CHECK(header.photometric == "MONOCHROME2");
  CHECK(header.transfer_syntax == sample::explicit_le);
}

TEST_CASE("pads and blanks around text are dropped, those within kept") {
  const std::string data = Bytes().text(0x10, 0x20, "LO", "  A 1 \0\0").text(0x20, 0x0D, "UI", "1.2.3", '\0').str();
  const dicom::Header header = read(sample::file(sample::explicit_le, data));
  CHECK(header.patient_id == "A 1");
  CHECK(header.study_uid == "1.2.3");
}

TEST_CASE("every encoding is read, with or without preamble and meta header") {
  const bool explicit_vr = GENERATE(true, false);
  const bool big_endian = GENERATE(false, true);
  if (big_endian && !explicit_vr) return;
  const std::string uid = big_endian ? sample::explicit_be : explicit_vr ? sample::explicit_le : sample::implicit_le;
  const std::string data = with_patient(explicit_vr, big_endian);
  const std::string whole = sample::file(uid, data);
  for (const std::string& bytes : {whole, whole.substr(132), data}) {
    const dicom::Header header = read(bytes);
    CHECK(header.patient_id == "0012");
    CHECK(header.modality == "DX");
    CHECK(header.rows == 258);
    CHECK(header.transfer_syntax == uid);
  }
}

TEST_CASE("the VR that stands in the file goes before the transfer syntax it claims") {
  CHECK(read(sample::file(sample::explicit_le, with_patient(false))).patient_id == "0012");
  CHECK(read(sample::file(sample::implicit_le, with_patient(true))).patient_id == "0012");
}

TEST_CASE("nested elements never shadow the top level") {
  const std::string item = Bytes().text(0x10, 0x20, "LO", "INNER ").us(0x28, 0x10, 9).str();
  const auto size = static_cast<std::uint32_t>(item.size());
  Bytes data;
  data.text(8, 0x60, "CS", "CR");
  data.head(8, 0x1140, "SQ", 0xFFFFFFFF).head(0xFFFE, 0xE000, "", 0xFFFFFFFF).raw(item);
  data.head(0xFFFE, 0xE00D, "", 0).head(0xFFFE, 0xE0DD, "", 0);
  data.head(8, 0x2112, "SQ", size + 8).head(0xFFFE, 0xE000, "", size).raw(item);
  data.text(0x10, 0x20, "LO", "OUTER ");
  const dicom::Header header = read(sample::file(sample::explicit_le, data.str()));
  CHECK(header.patient_id == "OUTER");
  CHECK(header.rows == 0);
}

TEST_CASE("undefined lengths inside UN are implicit little endian") {
  Bytes inner(false);
  inner.head(0xFFFE, 0xE000, "", 0xFFFFFFFF)
      .text(0x10, 0x20, "", "IN")
      .head(0xFFFE, 0xE00D, "", 0)
      .head(0xFFFE, 0xE0DD, "", 0);
  const std::string data = Bytes()
                               .text(8, 0x60, "CS", "CR")
                               .head(9, 0x1001, "UN", 0xFFFFFFFF)
                               .raw(inner.str())
                               .text(0x10, 0x20, "LO", "ID")
                               .str();
  CHECK(read(sample::file(sample::explicit_le, data)).patient_id == "ID");
}

TEST_CASE("reading stops at the pixels, whatever they claim") {
  Bytes data;
  data.text(8, 0x60, "CS", "CR").head(0x7FE0, 0x10, "OW", 0xFFFFFFF0).raw("xx");
  CHECK(read(sample::file(sample::explicit_le, data.str())).modality == "CR");
}

TEST_CASE("sex and birth year are words or empty") {
  const auto field = [](unsigned element, const char* vr, const std::string& value) {
    return read(sample::file(sample::explicit_le, Bytes().text(0x10, element, vr, value).str()));
  };
  CHECK(field(0x40, "CS", "M").sex == "M");
  CHECK(field(0x40, "CS", "male").sex.empty());
  CHECK(field(0x30, "DA", "19500101").birth_year == "1950");
  CHECK(field(0x30, "DA", "1950.01.01").birth_year == "1950");
  CHECK(field(0x30, "DA", "1950").birth_year == "1950");
  CHECK(field(0x30, "DA", "00000000").birth_year.empty());
  CHECK(field(0x30, "DA", "UNKNOWN").birth_year.empty());
  CHECK(field(0x30, "DA", "").birth_year.empty());
}

TEST_CASE("the study time needs date and time") {
  const std::string date = Bytes().text(8, 0x20, "DA", "20230405").str();
  CHECK_FALSE(read(sample::file(sample::explicit_le, date)).study_time);
  const std::string both = date + Bytes().text(8, 0x30, "TM", "0607").str();
  CHECK(base::to_iso(read(sample::file(sample::explicit_le, both)).study_time.value()) == "2023-04-05T06:07");
  const std::string odd = date + Bytes().text(8, 0x30, "TM", "2460").str();
  CHECK_FALSE(read(sample::file(sample::explicit_le, odd)).study_time);
}

TEST_CASE("text is converted from its character set, and an id that cannot be is a fault") {
  const auto with = [](const std::string& set, const std::string& id) {
    return sample::file(sample::explicit_le, Bytes().text(8, 5, "CS", set).text(0x10, 0x20, "LO", id).str());
  };
  CHECK(read(with("ISO_IR 100", "M\xFCller")).patient_id == "M\xC3\xBCller");
  CHECK(reason(with("", "M\xFCller")) == "patient id is not in its declared character set");
  CHECK(reason(with("ISO_IR 192", "M\xFCller")) == "patient id is not in its declared character set");
}

TEST_CASE("text that cannot be converted is empty and told by its column, unless a set is given for it") {
  const std::string data = Bytes()
                               .text(8, 5, "CS", "ISO_IR 100")
                               .text(8, 0x70, "LO",
                                     "Ng\xE1\xBB\xB1"
                                     "c")
                               .text(8, 0x1090, "LO", "DR 1")
                               .str();
  const std::string bytes = sample::file(sample::explicit_le, data);
  CHECK(read(bytes).manufacturer.empty());
  CHECK(read(bytes).manufacturer_model == "DR 1");
  CHECK(read(bytes).warnings == std::vector<std::string>{"charset_wrong:manufacturer"});
  const dicom::Header told = dicom::parse_header(bytes, "a", {{}, "ISO_IR 192"}).value();
  CHECK(told.manufacturer ==
        "Ng\xE1\xBB\xB1"
        "c");
  CHECK(told.warnings.empty());
}

TEST_CASE("further tags come in the order they were asked for") {
  const std::string bytes =
      sample::file(sample::explicit_le, Bytes().text(8, 0x60, "CS", "DX").us(0x28, 0x10, 258).str());
  const dicom::HeaderRequest request{
      {dicom::parse_tag_path("Rows"), dicom::parse_tag_path("KVP"), dicom::parse_tag_path("Modality")}, ""};
  CHECK(dicom::parse_header(bytes, "a", request).value().extra == std::vector<std::string>{"258", "", "DX"});
}

TEST_CASE("UIDs that could be paths are refused, others that are none are told") {
  const auto with = [](const std::string& uid) {
    return sample::file(sample::explicit_le, Bytes().text(8, 0x18, "UI", uid, '\0').str());
  };
  CHECK(read(with("1.2.3")).warnings.empty());
  CHECK(read(with("0a1b-c_d.e")).sop_uid == "0a1b-c_d.e");
  CHECK(read(with("0a1b-c_d.e")).warnings == std::vector<std::string>{"uid_malformed:sop_uid"});
  for (const char* uid : {"../../etc/passwd", "1.2/3", "..", ".", "1 2", "1\n2"}) {
    CHECK(reason(with(uid)) == "a UID is longer than 64 characters or could be a path");
  }
  CHECK(reason(with(std::string(66, '1'))) == "a UID is longer than 64 characters or could be a path");
}

TEST_CASE("the acquisition's time is its date and time, or else its DateTime") {
  const std::string both = Bytes()
                               .text(8, 0x22, "DA", "20230405")
                               .text(8, 0x2A, "DT", "20200101000000.000000+0700")
                               .text(8, 0x32, "TM", "060708.5")
                               .str();
  CHECK(base::to_iso(read(sample::file(sample::explicit_le, both)).acquisition_time.value()) == "2023-04-05T06:07:08");
  const std::string one = Bytes().text(8, 0x2A, "DT", "20200102030405.000000+0700").str();
  CHECK(base::to_iso(read(sample::file(sample::explicit_le, one)).acquisition_time.value()) == "2020-01-02T03:04:05");
  for (const char* partial : {"20200102", "2020+0700", "202001+07000000", "-", "+0700202001020304"}) {
    const std::string bytes = Bytes().text(8, 0x2A, "DT", partial).str();
    CHECK_FALSE(read(sample::file(sample::explicit_le, bytes)).acquisition_time);
  }
}

TEST_CASE("the SOP Instance UID of the meta header stands in for a missing one") {
  const std::string meta = Bytes().text(2, 3, "UI", "1.2.9", '\0').text(2, 0x10, "UI", sample::explicit_le, '\0').str();
  const std::string bytes = Bytes().raw(std::string(128, 'x')).raw("DICM").raw(meta).text(8, 0x60, "CS", "CR").str();
  CHECK(read(bytes).sop_uid == "1.2.9");
}

TEST_CASE("what is no DICOM image is said in fixed words") {
  const std::string preamble = Bytes().raw(std::string(128, '\0')).raw("DICM").str();
  CHECK(reason("") == "not a DICOM file");
  CHECK(reason("hello") == "not a DICOM file");
  CHECK(reason(std::string(4096, 'x')) == "not a DICOM file");
  CHECK(reason(preamble) == "data set is damaged");
  const std::string directory = Bytes().text(2, 2, "UI", "1.2.840.10008.1.3.10").text(4, 0x1130, "CS", "SET").str();
  CHECK(reason(preamble + directory) == "a DICOMDIR is no image");
  CHECK(dicom::read_header("/nowhere/a.dcm", "a.dcm").error().reason == "cannot be opened or read");
  CHECK(dicom::read_header("/", "a.dcm").error().reason == "cannot be opened or read");
}

TEST_CASE("a data set that ends inside an element is damaged") {
  const std::string whole = dicom::image_bytes(sample::new_image(sample::source(2, 2, 8)));
  const std::size_t pixels = whole.rfind(std::string("\xE0\x7F\x10\x00", 4));
  REQUIRE(pixels != std::string::npos);
  int damaged = 0;
  for (std::size_t size = 140; size < pixels; ++size) {
    const std::string text = reason(whole.substr(0, size));
    CHECK((text == "read" || text == "data set is damaged"));
    damaged += text != "read" ? 1 : 0;
  }
  CHECK(damaged > 500);
}

TEST_CASE("lengths that lie are refused without reading on") {
  const auto with = [](const std::string& elements) { return reason(sample::file(sample::explicit_le, elements)); };
  CHECK(with(Bytes().head(8, 0x60, "CS", 60000).raw("CR").str()) == "data set is damaged");
  CHECK(with(Bytes().head(9, 0x1001, "OB", 0xFFFFFFF0).raw("xx").str()) == "data set is damaged");
  CHECK(with(Bytes().head(8, 0x1140, "SQ", 0xFFFFFFFF).str()) == "data set is damaged");
  CHECK(with(Bytes().head(8, 0x1140, "SQ", 0xFFFFFFFF).head(0xFFFE, 0xE000, "", 0xFFFFFFF0).str()) ==
        "data set is damaged");
  CHECK(with(Bytes().head(0xFFFE, 0xE00D, "", 0).str()) == "data set is damaged");
}

TEST_CASE("a hundred thousand sequences within sequences are refused, not recursed into") {
  Bytes data;
  for (int i = 0; i < 100000; ++i) data.head(8, 0x1140, "SQ", 0xFFFFFFFF).head(0xFFFE, 0xE000, "", 0xFFFFFFFF);
  CHECK(reason(sample::file(sample::explicit_le, data.str())) == "data set is damaged");
}

TEST_CASE("the number of frames is an integer string, of which a plus and blanks are part") {
  const auto frames = [](const std::string& text) {
    const std::string data = Bytes().text(8, 0x60, "CS", "DX").text(0x28, 8, "IS", text).str();
    return read(sample::file(sample::explicit_le, data)).frames;
  };
  CHECK(frames(" 3 ") == 3);
  CHECK(frames("+3") == 3);
  CHECK(frames("2147483647") == 2147483647);
  CHECK(frames("0") == 1);
  CHECK(frames("-3") == 1);
  CHECK(frames("+-3") == 1);
  CHECK(frames("") == 1);
}
