// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "his/paths.hpp"
#include "his/profile.hpp"
#include "his/time_form.hpp"
#include "his/trim.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>

namespace cxrval::his {
namespace {

constexpr std::size_t file_limit = std::size_t{1} << 16;
constexpr Field session_field_list[] = {Field::facility_id, Field::session_id, Field::patient_id, Field::sex,
                                        Field::birth_date,  Field::check_in,   Field::check_out};
constexpr Field report_field_list[] = {Field::session_id,  Field::number,      Field::service_id,
                                       Field::report_time, Field::description, Field::conclusion};

enum class Form { text, element, record, field, words, time_form };

struct Key {
  Form form = Form::text;
  std::string* text = nullptr;
  std::vector<std::string>* list = nullptr;
};

// The keys of a profile file and where their values go.
std::map<std::string, Key, std::less<>> keys_of(Profile& profile) {
  std::map<std::string, Key, std::less<>> keys = {
      {"name", {Form::text, &profile.name}},
      {"dossier", {Form::element, &profile.dossier}},
      {"facility", {Form::element, &profile.facility}},
      {"made", {Form::element, &profile.made}},
      {"dossier_count", {Form::element, &profile.dossier_count}},
      {"payload", {Form::element, &profile.payload}},
      {"payload_table", {Form::element, &profile.payload_table}},
      {"payload_take", {Form::words, nullptr, &profile.payload_take}},
      {"session", {Form::record, &profile.session}},
      {"report", {Form::record, &profile.report}},
      {"time_form", {Form::time_form, nullptr, &profile.time_forms}},
      {"male", {Form::words, nullptr, &profile.male}},
      {"female", {Form::words, nullptr, &profile.female}},
      {"other", {Form::words, nullptr, &profile.other}},
      {"services", {Form::words, nullptr, &profile.services}},
  };
  for (const Field field : session_field_list) {
    keys["session." + std::string(name_of(field))] = {Form::field,
                                                      &profile.session_fields[static_cast<std::size_t>(field)]};
  }
  for (const Field field : report_field_list) {
    keys["report." + std::string(name_of(field))] = {Form::field,
                                                     &profile.report_fields[static_cast<std::size_t>(field)]};
  }
  return keys;
}

class ProfileReader {
 public:
  explicit ProfileReader(std::string file) : file_(std::move(file)), keys_(keys_of(profile_)) {}

  Profile read(std::string_view text);

 private:
  void read_line(std::string_view line);
  void set(const Key& key, std::string_view value, const base::Place& place);
  void set_list(const Key& key, std::string_view value, const base::Place& place);
  void check() const;
  void demand(std::string_view key, std::string_view because = {}) const;
  void check_fields(std::string_view prefix, std::span<const Field> fields) const;
  [[noreturn]] void refuse(const base::Place& place, const std::string& reason) const {
    throw base::Error(place, reason);
  }

  std::string file_;
  Profile profile_;
  std::map<std::string, Key, std::less<>> keys_;
  std::map<std::string, std::size_t, std::less<>> lines_;  // where a key was given
  std::size_t line_ = 0;
};

Profile ProfileReader::read(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    ++line_;
    read_line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  check();
  return std::move(profile_);
}

void ProfileReader::read_line(std::string_view line) {
  const std::string_view content = trimmed(line);
  if (content.empty() || content.starts_with('#')) return;
  const auto place_of = [&](std::string_view part) {
    return base::Place{file_, line_, static_cast<std::size_t>(part.data() - line.data()) + 1};
  };
  const std::size_t equals = content.find('=');
  if (equals == std::string_view::npos)
    refuse(place_of(content), "no profile line; write key = value, or # and a comment");
  const std::string_view name = trimmed(content.substr(0, equals));
  const std::string_view value = trimmed(content.substr(equals + 1));
  const auto key = keys_.find(name);
  if (key == keys_.end()) refuse(place_of(content), "unknown key; docs/formats.md lists the keys of a profile");
  const bool first = lines_.try_emplace(key->first, line_).second;
  if (!first && key->second.form != Form::time_form) refuse(place_of(content), "key that was given before");
  if (value.empty()) refuse(place_of(content), "key without a value; leave out what the files do not have");
  set(key->second, value, place_of(value));
}

void ProfileReader::set(const Key& key, std::string_view value, const base::Place& place) {
  if (key.list != nullptr) return set_list(key, value, place);
  if (key.form == Form::element && value.find_first_of("/@") != std::string_view::npos) {
    refuse(place, "no name of one element");
  }
  if (key.form != Form::text) {
    const std::string_view problem = problem_of_path(value, key.form == Form::field ? PathOf::field : PathOf::record);
    if (!problem.empty()) refuse(place, std::string(problem));
  }
  *key.text = value;
}

void ProfileReader::set_list(const Key& key, std::string_view value, const base::Place& place) {
  if (key.form == Form::time_form) {
    const std::string problem = problem_of_form(value);
    if (!problem.empty()) refuse(place, "time form " + problem);
    if (std::find(key.list->begin(), key.list->end(), value) != key.list->end()) {
      refuse(place, "time form that was given before");
    }
    key.list->emplace_back(value);
    return;
  }
  while (!value.empty()) {
    const std::size_t end = value.find_first_of(" \t,");
    if (end != 0) key.list->emplace_back(value.substr(0, end));
    value.remove_prefix(end == std::string_view::npos ? value.size() : end + 1);
  }
  if (key.list->empty()) refuse(place, "list without a word");
}

void ProfileReader::demand(std::string_view key, std::string_view because) const {
  if (lines_.contains(key)) return;
  std::string reason = "lacks the key " + std::string(key);
  if (!because.empty()) reason += ", which " + std::string(because) + " needs";
  refuse({file_}, reason);
}

void ProfileReader::check() const {
  for (const char* key : {"session", "session.session_id", "session.patient_id", "session.check_in", "report",
                          "report.report_time", "report.description", "time_form"}) {
    demand(key);
  }
  if (lines_.contains("services")) demand("report.service_id", "services");
  if (lines_.contains("payload_table")) demand("payload", "payload_table");
  if (lines_.contains("payload_take")) demand("payload_table", "payload_take");
  if (lines_.contains("dossier_count")) demand("dossier", "dossier_count");
  check_fields("session.", session_field_list);
  check_fields("report.", report_field_list);
}

// An element whose text is read can hold no other field, and gives its text to one.
void ProfileReader::check_fields(std::string_view prefix, std::span<const Field> fields) const {
  const auto key_of = [&](Field field) { return std::string(prefix) + std::string(name_of(field)); };
  for (const Field outer : fields) {
    const std::string& path = *keys_.at(key_of(outer)).text;
    if (path.empty()) continue;
    for (const Field inner : fields) {
      const std::string& other = *keys_.at(key_of(inner)).text;
      if (inner == outer || !other.starts_with(path)) continue;
      const std::string_view rest = std::string_view(other).substr(path.size());
      if (rest.empty() || (rest.starts_with('/') && !rest.starts_with("/@"))) {
        const std::size_t line = std::max(lines_.find(key_of(inner))->second, lines_.find(key_of(outer))->second);
        refuse({file_, line},
               rest.empty() ? "path that another field has" : "path inside the element of another field");
      }
    }
  }
}

}  // namespace

Profile read_profile(base::ByteSource& source) {
  const std::string bytes = base::read_all(source, file_limit);
  if (!text::is_valid_utf8(bytes)) throw base::Error({source.name()}, "is not UTF-8; save the profile as UTF-8");
  return ProfileReader(source.name()).read(bytes);
}

}  // namespace cxrval::his
