// SPDX-License-Identifier: Apache-2.0
#include "results.hpp"

#include "base/number.hpp"
#include "table/packed.hpp"

#include <array>
#include <functional>

namespace cxrval::match_tool {
namespace {

using base::Fault;
using study::Image;
using study::Status;
using table::RecordView;
using MaybeFault = std::optional<Fault>;

constexpr char device_separator = '/';

// Where the columns stand, and how a record becomes a packed image. Used by several threads.
class ImageReader {
 public:
  ImageReader(const table::BlockReader& table, const Reading& reading, Results& results)
      : table_(table), plan_(reading.plan), results_(results), facility_(reading.options.facility) {
    for (const std::string& name : reading.options.device) {
      const auto column = table.find(name);
      if (!column) continue;
      devices_.push_back(*column);
      results.devices_by.insert(name);
    }
    // A part of a device's name is none.
    if (devices_.size() < reading.options.device.size()) devices_.clear();
    results.has_utc_offset = results.has_utc_offset || table.find("utc_offset").has_value();
  }
  virtual ~ImageReader() = default;

  Chunk read(const table::Block& block) const {
    Chunk chunk;
    chunk.why_excluded = why_excluded();
    chunk.reserve(block);
    Scratch scratch;
    block.read(
        [&](const RecordView& record) {
          ++chunk.read;
          Image image;
          if (is_excluded(record)) {
            ++chunk.excluded;
          } else if (auto fault = parse(record, scratch, image)) {
            chunk.rejected.push_back({std::move(*fault), std::string(record.raw)});
          } else if (image.study_uid.empty()) {
            ++chunk.excluded;
          } else {
            pack(record, image, scratch, chunk);
          }
        },
        [&](const Fault& fault, std::string_view raw, std::size_t) {
          ++chunk.read;
          chunk.rejected.push_back({fault, std::string(raw)});
        });
    return chunk;
  }

 protected:
  struct Scratch {
    std::string id;
    std::string loose;
    std::string device;
    std::string words;       // of the record
    std::string last_words;  // of the record before it
    const std::string* kept = nullptr;
  };

  virtual MaybeFault parse_status(const RecordView& record, Image& image) const = 0;
  virtual bool is_excluded(const RecordView&) const { return false; }
  virtual const char* why_excluded() const = 0;

  Fault fault(const RecordView& record, std::size_t column, const char* reason) const {
    return {table_.place(record.line, column), reason};
  }
  std::string_view text(const RecordView& record, std::optional<std::size_t> column) const {
    return column ? record.cells[*column] : std::string_view();
  }

  const table::BlockReader& table_;

 private:
  MaybeFault parse(const RecordView& record, Scratch& scratch, Image& image) const {
    if (auto fault = parse_status(record, image)) return fault;
    if (auto fault = parse_times(record, image, scratch)) return fault;
    image.study_uid = record.cells[study_uid_];
    if (image.study_uid.empty() && image.status != Status::rejected) return fault(record, study_uid_, "no study_uid");
    image.sop_uid = text(record, sop_uid_);
    image.sex = text(record, sex_);
    image.birth_year = text(record, birth_year_);
    return std::nullopt;
  }

  MaybeFault parse_times(const RecordView& record, Image& image, Scratch& scratch) const {
    if (!read_time(record.cells[study_time_], TimeOf::event, plan_.day_only, image.study_time)) {
      return fault(record, study_time_, "study_time is not YYYY-MM-DDTHH:MM[:SS]");
    }
    const bool needs_image_time = plan_.reduction.rule == study::Rule::latest && image.status == Status::ok;
    if (needs_image_time && !read_time(record.cells[*image_time_], TimeOf::event, plan_.day_only, image.image_time)) {
      return fault(record, *image_time_, "image_time is not YYYY-MM-DDTHH:MM[:SS]");
    }
    const std::string_view offset = utc_offset(record);
    if (!offset.empty() && !parse_utc_offset(offset)) {
      return fault(record, *utc_offset_, "utc_offset is not +HHMM or -HHMM");
    }
    image.device = device(record, scratch);
    return std::nullopt;
  }

  std::string_view utc_offset(const RecordView& record) const {
    return plan_.clocks.utc_offset_seconds ? text(record, utc_offset_) : std::string_view();
  }

  std::string_view device(const RecordView& record, Scratch& scratch) const {
    scratch.device.clear();
    bool named = false;
    for (const std::size_t column : devices_) {
      if (column != devices_.front()) scratch.device += device_separator;
      scratch.device += record.cells[column];
      named = named || !record.cells[column].empty();
    }
    return named ? std::string_view(scratch.device) : std::string_view();
  }

  void pack(const RecordView& record, const Image& image, Scratch& scratch, Chunk& chunk) const {
    const std::string_view raw = record.cells[patient_id_];
    const std::string_view id = plan_.ids.apply(raw, scratch.id);
    chunk.begins.push_back(static_cast<std::uint32_t>(chunk.packed.size()));
    chunk.hashes.push_back({std::hash<std::string_view>()(image.study_uid),
                            std::hash<std::string_view>()(loosest_.apply(id, scratch.loose))});
    std::string& to = chunk.packed;
    table::pack(to, id);
    table::pack(to, plan_.ids_may_collide ? raw : std::string_view());
    table::pack(to, pack_time(image.study_time));
    table::pack(to, pack_time(image.image_time));
    table::pack(to, image.probability.value_or(-1));
    table::pack(to, image.status);
    table::pack(to, image.abnormal);
    table::pack(to, keep_words(record, image, scratch));
    for (const std::string_view cell : {image.study_uid, image.sop_uid, image.sex, image.birth_year}) {
      table::pack(to, cell);
    }
  }

  const std::string* keep_words(const RecordView& record, const Image& image, Scratch& scratch) const {
    scratch.words.clear();
    table::pack(scratch.words, image.status == Status::ok);
    for (const auto column : {reason_, pixel_preset_, polarity_, pipeline_hash_}) {
      table::pack(scratch.words, text(record, column));
    }
    table::pack(scratch.words, image.device);
    table::pack(scratch.words, facility_id_ ? record.cells[*facility_id_] : std::string_view(facility_));
    table::pack(scratch.words, utc_offset(record));
    if (scratch.kept != nullptr && scratch.words == scratch.last_words) return scratch.kept;
    scratch.kept = results_.words.keep(scratch.words);
    scratch.last_words = scratch.words;
    return scratch.kept;
  }

  const Plan& plan_;
  Results& results_;
  const std::string& facility_;
  deid::PatientIdRule loosest_ = deid::PatientIdRule::loosest();
  std::vector<std::size_t> devices_;
  std::size_t patient_id_ = table_.require("patient_id");
  std::size_t study_uid_ = table_.require("study_uid");
  std::size_t study_time_ = table_.require("study_time");
  std::optional<std::size_t> image_time_ = table_.find("image_time");
  std::optional<std::size_t> sop_uid_ = table_.find("sop_uid");
  std::optional<std::size_t> sex_ = table_.find("sex");
  std::optional<std::size_t> birth_year_ = table_.find("birth_year");
  std::optional<std::size_t> reason_ = table_.find("reason");
  std::optional<std::size_t> pixel_preset_ = table_.find("pixel_preset");
  std::optional<std::size_t> polarity_ = table_.find("polarity");
  std::optional<std::size_t> pipeline_hash_ = table_.find("pipeline_hash");
  std::optional<std::size_t> utc_offset_ = table_.find("utc_offset");
  std::optional<std::size_t> facility_id_ = table_.find("facility_id");
};

class ResultReader : public ImageReader {
 public:
  using ImageReader::ImageReader;

 private:
  MaybeFault parse_status(const RecordView& record, Image& image) const override {
    const auto status = status_ ? study::parse_status(record.cells[*status_]) : Status::ok;
    if (!status) return fault(record, *status_, "status is not ok, not_cxr, not_pa or rejected");
    image.status = *status;
    if (image.status != Status::ok) return std::nullopt;
    const std::string_view abnormal = record.cells[abnormal_];
    if (abnormal != "0" && abnormal != "1") return fault(record, abnormal_, "abnormal_status is not 0 or 1");
    image.abnormal = abnormal == "1";
    const std::string_view probability = text(record, probability_);
    if (probability.empty()) return std::nullopt;
    image.probability = base::parse_real(probability);
    if (!image.probability || *image.probability < 0 || *image.probability > 1) {
      return fault(record, *probability_, "probability is not a number from 0 to 1");
    }
    return std::nullopt;
  }

  const char* why_excluded() const override { return "no_study_uid"; }

  std::size_t abnormal_ = table_.require("abnormal_status");
  std::optional<std::size_t> status_ = table_.find("status");
  std::optional<std::size_t> probability_ = table_.find("probability");
};

class ListReader : public ImageReader {
 public:
  using ImageReader::ImageReader;

 private:
  MaybeFault parse_status(const RecordView&, Image& image) const override {
    image.status = Status::no_result;
    return std::nullopt;
  }
  bool is_excluded(const RecordView& record) const override {
    return status_ && record.cells[*status_] != study::name(Status::ok);
  }
  const char* why_excluded() const override { return "other_status"; }

  std::optional<std::size_t> status_ = table_.find("status");
};

// Returns how many records there are.
std::uint64_t take(cli::Ledger& ledger, Chunk chunk, const Reading& reading, Results& results) {
  ledger.read(chunk.read);
  if (chunk.excluded > 0) ledger.excluded(chunk.why_excluded, chunk.excluded);
  for (const Chunk::Rejected& row : chunk.rejected) {
    reading.run.reject(ledger.account().unit, row.fault, row.text);
  }
  const std::string& packed = results.packed.emplace_back(std::move(chunk.packed));
  for (std::size_t i = 0; i < chunk.begins.size(); ++i) {
    const char* record = packed.data() + chunk.begins[i];
    reading.roster.add(match::Side::study, table::Unpacker(record).cell());
    results.study_uids.add(chunk.hashes[i].text, record);
    results.loose_ids.add(chunk.hashes[i].loose, record);
  }
  return chunk.begins.size();
}

// Calls use(words of an image, whether ok) for all there are.
template <class Use>
void each_words(const Words& all, Use use) {
  for (const std::string& words : all.all()) {
    table::Unpacker from(words.data());
    const bool is_ok = from.value<bool>();
    std::array<std::string_view, 6> cells;
    for (std::string_view& cell : cells) cell = from.cell();
    use(cells, is_ok);
  }
}

}  // namespace

std::set<std::string_view> Results::models() const {
  std::set<std::string_view> models;
  each_words(words, [&](const auto& cells, bool is_ok) {
    if (is_ok) models.insert(cells[3]);
  });
  return models;
}

std::set<std::string_view> Results::devices() const {
  std::set<std::string_view> devices;
  each_words(words, [&](const auto& cells, bool) { devices.insert(cells[4]); });
  return devices;
}

std::set<std::string_view> Results::facilities() const {
  std::set<std::string_view> facilities;
  each_words(words, [&](const auto& cells, bool) { facilities.insert(cells[5]); });
  return facilities;
}

void check_result_options(const Reading& reading, const Results& results) {
  for (const std::string& name : reading.options.device) {
    if (!results.devices_by.contains(name)) throw base::Error({results.name}, "no column " + name + " for --device");
  }
  const ClockRules& clocks = reading.plan.clocks;
  const auto devices = results.devices();
  for (const auto& [device, seconds] : clocks.skew_of) {
    if (!devices.contains(device)) {
      throw base::Error({results.name}, "no image is of the device " + device + " of --skew; see --device");
    }
  }
  constexpr std::size_t most_devices = 1000;
  if (devices.size() > most_devices) {
    throw base::Error({results.name}, "--device tells more than 1000 devices apart; name a column of few values");
  }
  const bool facility_is_idle = results.names_facilities && (!results.has_list || results.list_names_facilities);
  if (facility_is_idle && !reading.options.facility.empty()) {
    throw base::UsageError("the results have a column facility_id; leave out --facility");
  }
  if (clocks.utc_offset_seconds && !results.has_utc_offset) {
    throw base::Error({results.name}, "no column utc_offset for --utc-offset");
  }
  if (results.has_utc_offset && !clocks.utc_offset_seconds) {
    reading.run.note("the column utc_offset is used with --utc-offset only");
  }
}

void read_results(const Reading& reading, Results& results) {
  table::BlockReader& table = reading.run.open_blocks("results", reading.options.results);
  results.name = table.name();
  results.names_facilities = table.find("facility_id").has_value();
  if (reading.plan.reduction.rule == study::Rule::latest) table.require("image_time");
  const ResultReader reader(table, reading, results);
  cli::Ledger& ledger = reading.run.ledger("images", "studies");
  read_blocks(
      table, reading.plan.threads, [&](const table::Block& block) { return reader.read(block); },
      [&](Chunk chunk) { results.result_rows += take(ledger, std::move(chunk), reading, results); });
}

void read_listed(const Reading& reading, Results& results) {
  table::BlockReader& table = reading.run.open_blocks("studies", reading.options.studies);
  results.has_list = true;
  results.list_name = table.name();
  results.list_names_facilities = table.find("facility_id").has_value();
  const ListReader reader(table, reading, results);
  cli::Ledger& ledger = reading.run.ledger("listed", "studies");
  read_blocks(
      table, reading.plan.threads, [&](const table::Block& block) { return reader.read(block); },
      [&](Chunk chunk) { results.listed_rows += take(ledger, std::move(chunk), reading, results); });
}

PackedImage unpack_image(std::string_view patient_id) {
  PackedImage packed;
  Image& image = packed.image;
  table::Unpacker from(patient_id.data() + patient_id.size());
  from.cell();  // the id as it stands in the table
  image.study_time = unpack_time(from.value<std::int64_t>());
  image.image_time = unpack_time(from.value<std::int64_t>());
  if (const auto probability = from.value<double>(); probability >= 0) image.probability = probability;
  image.status = from.value<Status>();
  image.abnormal = from.value<bool>();
  table::Unpacker words(from.value<const std::string*>()->data());
  words.value<bool>();
  for (std::string_view* word : {&image.reason, &image.pixel_preset, &image.polarity, &image.pipeline_hash,
                                 &image.device, &packed.facility, &packed.utc_offset}) {
    *word = words.cell();
  }
  for (std::string_view* cell : {&image.study_uid, &image.sop_uid, &image.sex, &image.birth_year}) *cell = from.cell();
  return packed;
}

}  // namespace cxrval::match_tool
