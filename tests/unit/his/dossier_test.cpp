// SPDX-License-Identifier: Apache-2.0
#include "his/dossier.hpp"

#include "catch.hpp"
#include "his/fixtures.hpp"

using namespace cxrval;
using namespace cxrval::his::fixtures;

namespace {

std::vector<his::Dossier> dossiers_of(const std::string& text) {
  const auto source = base::memory_source(text, "a.xml");
  his::DossierReader reader(*source, {});
  std::vector<his::Dossier> all;
  his::Dossier dossier;
  while (reader.next(dossier).value()) all.push_back(dossier);
  return all;
}

std::string description_of(const std::string& envelope_text) {
  const std::vector<his::Dossier> all = dossiers_of(envelope_text);
  REQUIRE(all.size() == 1);
  REQUIRE_FALSE(all[0].fault.has_value());
  for (const his::Record& record : all[0].records) {
    if (record.kind == his::RecordKind::result) return record[his::Field::mo_ta];
  }
  return "no result";
}

std::string fault_of(const std::string& files) {
  const std::vector<his::Dossier> all = dossiers_of(envelope(element("HOSO", files)));
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].fault.has_value());
  return all[0].fault->reason;
}

}  // namespace

TEST_CASE("the ways in which exports pack an inner file read alike") {
  const std::string one = packed("XML1", header("A"));
  const std::string xml = list(row("A", "phổi"));
  const std::string wrapped = element("CHITIEU_CHITIET_DICHVUCANLAMSANG", xml);
  CHECK(description_of(envelope(element("HOSO", one + packed("XML4", xml)))) == "phổi");
  CHECK(description_of(envelope(element("HOSO", one + table("XML4", xml)))) == "phổi");
  CHECK(description_of(envelope(element("HOSO", one + table("XML4", "<![CDATA[" + xml + "]]>")))) == "phổi");
  CHECK(description_of(envelope(element("HOSO", one + packed("XML4", wrapped)))) == "phổi");
  CHECK(description_of(envelope(element("HOSO", one + packed("XML4", "\xEF\xBB\xBF" + xml)))) == "phổi");
  CHECK(description_of(envelope(
            element("HOSO", one + packed("XML4", "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + xml)))) == "phổi");
  CHECK(description_of(envelope(element("HOSO", packed(" xml4\n", xml) + one))) == "phổi");
  CHECK(description_of(envelope(element("HOSO", one + packed("XML4", list(row("A", "<![CDATA[1 < 2]]>")))))) ==
        "1 < 2");
}

TEST_CASE("the envelope's facility, and records of a file without envelope, are kept") {
  const std::vector<his::Dossier> inside = dossiers_of(envelope(hoso("A", row("A", "x"))));
  REQUIRE(inside.size() == 1);
  CHECK(inside[0].facility_id == "25001");
  CHECK(inside[0].enveloped);
  const std::vector<his::Dossier> loose = dossiers_of(list(row("A", "x") + row("A", "y")));
  REQUIRE(loose.size() == 1);
  CHECK(loose[0].records.size() == 2);
  CHECK_FALSE(loose[0].enveloped);
}

TEST_CASE("other tables and other services are passed over") {
  const std::string xml4 = packed("XML4", list(row("A", "x") + row("A", "7.5", "22.0121.1369")));
  const std::string other = table("XML3", element("CHI_TIET_CLS", "")) + table("XML2", "no base64!");
  const std::vector<his::Dossier> all =
      dossiers_of(envelope(element("HOSO", other + packed("XML1", header("A")) + xml4)));
  REQUIRE(all.size() == 1);
  CHECK(all[0].records.size() == 2);
  CHECK(all[0].other_services == 1);
  CHECK_FALSE(all[0].fault.has_value());
}

TEST_CASE("a service is compared whole and exactly") {
  const his::Selection selection;
  CHECK(selection.takes("18.0119.0028"));
  for (const char* other : {"18.0119.0029", "18.0119", "18.0119.0028.K.25001", "18.0119.0028_GT", ""}) {
    CHECK_FALSE(selection.takes(other));
  }
}

TEST_CASE("a bad payload is the fault of its HOSO and none of its records is kept") {
  CHECK(fault_of(table("XML1", "no base64!")) == "XML1 payload is not base64");
  CHECK(fault_of(packed("XML1", "<TONG_HOP>")) ==
        "XML1 payload ends before its last element is closed; it was cut off");
  CHECK(fault_of(packed("XML1", "<TONG/>")) == "XML1 payload has no TONG_HOP");
  CHECK(fault_of(table("XML1", "")) == "XML1 payload has no TONG_HOP");
  CHECK(fault_of(packed("XML4", "<!DOCTYPE a><a/>")) == "XML4 payload has a DOCTYPE, which is not read; remove it");
  const std::vector<his::Dossier> all =
      dossiers_of(envelope(element("HOSO", packed("XML4", "<a>" + row("A", "x") + row("A", "a & b") + "</a>"))));
  REQUIRE(all.size() == 1);
  CHECK(all[0].records.empty());
  CHECK(all[0].fault_detail.starts_with("payload:1:"));
}

TEST_CASE("a file with no session data at all is a fault") {
  const auto source = base::memory_source("<html><body/></html>", "a.xml");
  his::DossierReader reader(*source, {});
  his::Dossier dossier;
  CHECK(reader.next(dossier).error().reason == "holds no session: neither GIAMDINHHS nor TONG_HOP nor CHI_TIET_CLS");
  CHECK(dossiers_of(envelope("", "0")).empty());
}

TEST_CASE("elements inside a text field, and fields given twice, make a record unusable") {
  const std::vector<his::Dossier> all =
      dossiers_of(envelope(element("HOSO", table("XML4", list(row("A", "a<br/>b"))) + packed("XML1", header("A"))) +
                           element("HOSO", table("XML1", element("TONG_HOP", "<MA_LK>A</MA_LK><MA_LK>B</MA_LK>")))));
  REQUIRE(all.size() == 2);
  CHECK(all[0].records[0].problem == "holds an element inside a text field");
  CHECK(all[1].records[0].problem == "gives a field twice");
}
