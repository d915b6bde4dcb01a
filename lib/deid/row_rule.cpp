// SPDX-License-Identifier: Apache-2.0
#include "deid/row_rule.hpp"

#include "deid/age.hpp"
#include "deid/dates.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

namespace cxrval::deid {
namespace {

std::string name_of(const Column& column) {
  constexpr std::string_view birth_year = "birth_year";
  const std::string& name = column.name;
  if (column.treatment == Treatment::age) return name == "age" ? "stated_age_band" : name + "_band";
  if (column.treatment != Treatment::birth_year) return name;
  if (!name.ends_with(birth_year)) return name + "_band";
  return name.substr(0, name.size() - birth_year.size()) + "age_band";
}

bool is_number(std::string_view cell) {
  return cell.find_first_not_of("0123456789.+-:eE\\ ") == std::string_view::npos;
}

std::string band(std::optional<int> years) {
  return years ? age_band(*years) : std::string();
}

template <class Rewrite>
std::string for_each_value(std::string_view cell, Rewrite rewrite) {
  std::string all;
  while (true) {
    const std::size_t end = cell.find('\\');
    all += rewrite(cell.substr(0, end));
    if (end == std::string_view::npos) return all;
    all += '\\';
    cell.remove_prefix(end + 1);
  }
}

std::string without_facility(const std::string& service) {
  constexpr std::string_view elsewhere = ".K.";
  const std::size_t at = service.find(elsewhere);
  return at == std::string::npos ? service : service.substr(0, at + elsewhere.size() - 1);
}

std::string class_uid(const Key& key, std::string_view uid) {
  const bool of_the_standard =
      uid.starts_with("1.2.840.10008.") && uid.find_first_not_of("0123456789.") == std::string_view::npos;
  return of_the_standard ? std::string(uid) : key.uid(uid);
}

}  // namespace

RowRule::RowRule(std::vector<Column> columns, Settings settings)
    : columns_(std::move(columns)), settings_(std::move(settings)) {
  std::set<std::string> seen;
  for (const Column& column : columns_) {
    names_.push_back(name_of(column));
    if (!seen.insert(names_.back()).second) throw std::logic_error("two pseudonymised columns " + names_.back());
  }
}

RowRule::Context RowRule::context_of(const std::vector<std::string>& cells) const {
  Context context;
  bool named = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (columns_[i].treatment == Treatment::patient_id && !std::exchange(named, true)) {
      const std::string id = settings_.patient_ids.apply(cells[i]);
      if (!id.empty()) context.weeks = settings_.key.shift_weeks(id);
    } else if (columns_[i].treatment == Treatment::time && !context.date) {
      context.date = date_in(cells[i]);
    }
  }
  return context;
}

void RowRule::apply(std::vector<std::string>& cells) const {
  if (cells.size() != columns_.size()) throw std::logic_error("a row has another number of cells than its table");
  const Context context = context_of(cells);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].empty()) cells[i] = rewritten(columns_[i].treatment, cells[i], context);
  }
}

std::string RowRule::rewritten(Treatment treatment, const std::string& cell, const Context& context) const {
  const Key& key = settings_.key;
  switch (treatment) {
    case Treatment::keep:
      return cell;
    case Treatment::number:
      return is_number(cell) ? cell : std::string();
    case Treatment::patient_id:
      return key.patient(settings_.patient_ids.apply(cell));
    case Treatment::session_id:
      return key.session(cell);
    case Treatment::facility_id:
      return key.facility(cell);
    case Treatment::accession:
      return key.accession(cell);
    case Treatment::uid:
      return for_each_value(cell, [&key](std::string_view uid) { return key.uid(uid); });
    case Treatment::class_uid:
      return for_each_value(cell, [&key](std::string_view uid) { return class_uid(key, uid); });
    case Treatment::service_id:
      return without_facility(cell);
    case Treatment::time:
      return context.weeks ? shifted(cell, *context.weeks).value_or("") : std::string();
    case Treatment::birth_year:
      return context.date ? band(age_at(cell, *context.date)) : std::string();
    case Treatment::age:
      return band(years_of_age_string(cell));
    case Treatment::text:
      return settings_.keep_text ? cell : std::string();
    case Treatment::path:
      return is_hashed_path(cell) ? cell : key.path(cell);
    case Treatment::drop:
      break;
  }
  return {};
}

}  // namespace cxrval::deid
