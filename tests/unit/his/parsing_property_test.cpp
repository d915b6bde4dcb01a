// SPDX-License-Identifier: Apache-2.0
// Random files whose contents are known: whatever wraps the records, they come out as they went in, and damage costs no
// dossier but the one it stands in.
#include "catch.hpp"
#include "his/fixtures.hpp"
#include "his/reading.hpp"
#include "xml/escape.hpp"

#include <random>

using namespace cxrval;
using namespace cxrval::his::fixtures;

namespace {

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  // A file of random sessions; what a reader must find in it is in `expected`, a line a dossier.
  std::string file(bool enveloped) {
    std::string dossiers;
    const std::size_t count = pick(6) + 1;
    for (std::size_t i = 0; i < count; ++i) {
      dossiers += between();
      begins.push_back(dossiers.size());
      dossiers += enveloped ? dossier() : element(prefixed("TONG_HOP"), session());
      ends.push_back(dossiers.size());
    }
    const std::string head = std::string(pick(2) == 0 ? "\xEF\xBB\xBF" : "") +
                             (pick(2) == 0 ? "<?xml version='1.0' encoding='utf-8'?>\n" : "") + "<GIAMDINHHS a='>'>" +
                             element("MACSKCB", "25001") + between();
    for (std::size_t& at : begins) at += head.size();
    for (std::size_t& at : ends) at += head.size();
    return head + dossiers + between() + "</GIAMDINHHS>" + (pick(2) == 0 ? "\n<!-- < -->" : "");
  }

  std::vector<std::string> expected;
  std::vector<std::size_t> begins;  // of the dossiers
  std::vector<std::size_t> ends;

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }

  std::string word() {
    const char* const words[] = {"phổi",    "tim", "&", "<",    "]]>",  "HOSO", "\n",
                                 "</HOSO>", "\"'", " ", "0012", "<b/>", "-->",  "&amp;"};
    std::string text;
    for (std::size_t i = pick(5); i > 0; --i) text += words[pick(std::size(words))];
    return text;
  }

  std::string between() {
    const char* const texts[] = {"", "\n", "  ", "<!-- <HOSO> & -->", "<x y='1'/>", "<?p <HOSO?>", "<y>t<z/></y>"};
    return texts[pick(std::size(texts) - 2)];
  }

  // A raw end tag of a dossier inside a dossier that is XML throughout would end it.
  std::string value(const std::string& text) {
    std::string xml;
    if (pick(2) == 0 && text.find("HOSO") == std::string::npos) {
      xml::append_cdata(xml, text);
    } else {
      xml::append_escaped(xml, text);
    }
    return xml;
  }

  std::string prefixed(const std::string& name) { return (pick(4) == 0 ? "ns:" : "") + name; }

  std::string session() {
    const std::string id = "L" + std::to_string(expected.size()) + '-' + word();
    expected.push_back(id);
    return element("MA_LK", value(id)) + "<KHAC/>" + between_elements() + element("NGAY_VAO", "202011020731");
  }

  std::string between_elements() { return pick(2) == 0 ? "\n " : "<TEN>" + value(word()) + "</TEN>"; }

  std::string result() {
    const bool other = pick(3) == 0;
    const std::string text = word();
    if (!other) expected.back() += '|' + text;
    return element("CHI_TIET_CLS", element("MA_DICH_VU", other ? "22.1" : " 18.0119.0028\n") + between_elements() +
                                       "<MO_TA>" + value(text) + "</MO_TA>");
  }

  std::string pack(const std::string& xml) {
    const std::string declared = pick(2) == 0 ? "<?xml version='1.0' encoding='utf-16'?>" : "";
    switch (pick(5)) {
      case 0:
        return xml;
      case 1: {
        std::string escaped;
        xml::append_escaped(escaped, xml);
        return escaped;
      }
      case 2: {
        std::string section;
        xml::append_cdata(section, xml.find("HOSO") == std::string::npos ? declared + xml : base::encode_base64(xml));
        return section;
      }
      default: {
        std::string text = base::encode_base64((pick(2) == 0 ? "\xEF\xBB\xBF" : "") + declared + xml);
        for (std::size_t at = pick(90); pick(3) != 0 && at < text.size(); at += pick(90) + 1) text.insert(at, "\r\n ");
        return text;
      }
    }
  }

  std::string inner_file(const std::string& name, const std::string& xml) {
    return element(prefixed("FILEHOSO"),
                   element("LOAIHOSO", name) + between() + element(prefixed("NOIDUNGFILE"), pack(xml)));
  }

  std::string dossier() {
    std::string files = inner_file("XML1", element("TONG_HOP", session()));
    std::string results;
    for (std::size_t i = pick(4); i > 0; --i) results += result() + between();
    if (pick(4) != 0) {
      files += inner_file("xml4 ", element("DSACH", results));
    } else {
      expected.back() = expected.back().substr(0, expected.back().find('|'));
    }
    if (pick(2) == 0) files += inner_file("XML3", element("TONG_HOP", "<MA_LK>never</MA_LK>"));
    return element(prefixed("HOSO"), between() + files);
  }

  std::mt19937 random_;
};

std::string found_in(const his::Dossier& dossier) {
  std::string found;
  for (const his::Record& record : dossier.records) {
    const bool session = record.kind == his::RecordKind::session;
    found += session ? record[his::Field::session_id] : '|' + record[his::Field::description];
  }
  return found;
}

std::vector<std::string> found_in(const File& file) {
  std::vector<std::string> found;
  for (const his::Dossier& dossier : file.dossiers) found.push_back(found_in(dossier));
  return found;
}

}  // namespace

TEST_CASE("random files give what was written into them, however they are torn") {
  for (unsigned seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    Writer writer(seed);
    const std::string text = writer.file(seed % 4 != 0);
    const File file = read_file(text);
    CHECK(file.fault() == "");
    CHECK(file.flaw() == "");
    CHECK(found_in(file) == writer.expected);
    if (seed % 8 == 0) CHECK(dump(read_file(text, his::moh_profile(), 1)) == dump(file));
  }
}

TEST_CASE("damage costs no dossier but those it touches") {
  std::mt19937 random(11);
  for (unsigned seed = 0; seed < 1500; ++seed) {
    CAPTURE(seed);
    Writer writer(seed);
    const std::string text = writer.file(true);
    const std::size_t at = 8 + random() % (text.size() - 8);
    const std::size_t size = 1 + random() % std::min<std::size_t>(text.size() - at, 9);
    CAPTURE(at, size);
    const std::size_t kind = random() % 3;
    std::string damaged = text;
    if (kind == 0) {
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
    } else if (kind == 1) {
      damaged.erase(at, size);
    } else {
      damaged.resize(at);
    }
    const std::size_t end = kind == 0 ? at + 1 : kind == 1 ? at + size : text.size();
    const File file = read_file(damaged);
    const std::vector<std::string> found = found_in(file);
    for (std::size_t i = 0; i < writer.expected.size(); ++i) {
      if (at < writer.ends[i] && end > writer.begins[i]) continue;
      CAPTURE(i, damaged);
      CHECK(std::find(found.begin(), found.end(), writer.expected[i]) != found.end());
    }
    if (seed % 8 == 0) CHECK(dump(read_file(damaged, his::moh_profile(), 1)) == dump(file));
  }
}
