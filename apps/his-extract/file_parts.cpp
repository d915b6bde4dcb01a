// SPDX-License-Identifier: Apache-2.0
#include "file_parts.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace cxrval::his_extract {
namespace {

// By the ending, in any case. What an archive is, its content says.
bool may_hold_sessions(std::string_view name) {
  static constexpr std::array<std::string_view, 5> endings = {".xml", ".gz", ".zip", ".tar", ".tgz"};
  const auto ends_in = [&](std::string_view ending) {
    if (name.size() <= ending.size()) return false;
    const std::string_view end = name.substr(name.size() - ending.size());
    return std::equal(end.begin(), end.end(), ending.begin(), [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
  };
  return std::any_of(endings.begin(), endings.end(), ends_in);
}

}  // namespace

// Passes bytes on and turns what goes wrong into the end of the file, so that what came before is used like that of a
// file which was cut off.
class FileParts::Guard final : public base::ByteSource {
 public:
  Guard(base::ByteSource& source, std::string name, bool any_error)
      : source_(source), name_(std::move(name)), any_error_(any_error) {}

  std::size_t read(char* buffer, std::size_t size) override {
    if (fault_) return 0;
    try {
      return source_.read(buffer, size);
    } catch (const archive::Damaged& damaged) {
      keep(damaged.reason());
    } catch (const base::Error& error) {
      if (!any_error_) throw;
      keep(error.reason());
    }
    return 0;
  }
  const std::string& name() const override { return name_; }
  const std::optional<base::Fault>& fault() const { return fault_; }

 private:
  void keep(const std::string& reason) {
    fault_.emplace();
    fault_->place.file = name_;
    fault_->reason = reason;
  }

  base::ByteSource& source_;
  std::string name_;
  bool any_error_;
  std::optional<base::Fault> fault_;
};

FileParts::FileParts(const InputFile& file, std::unique_ptr<base::ByteSource> source, const his::Profile& profile,
                     const cli::Run& run)
    : file_(file), profile_(profile), run_(run), source_(std::move(source)) {}

FileParts::~FileParts() = default;

std::optional<Part> FileParts::next() {
  while (true) {
    if (rejected_) return *std::exchange(rejected_, std::nullopt);
    if (splitter_) {
      his::Segment segment;
      return splitter_->next(segment) ? Part(std::move(segment)) : end();
    }
    if (opened_ && !members_) return std::nullopt;
    if (std::optional<Part> part = opened_ ? open_member() : open()) return part;
  }
}

// Nothing when there is no part of the opening itself.
std::optional<Part> FileParts::open() {
  opened_ = true;
  if (file_.in_folder && !may_hold_sessions(file_.path)) return NotXml{};
  try {
    if (!source_) source_ = base::open_source(file_.path, file_.shown);
    members_ = std::make_unique<archive::Files>(std::move(source_));
  } catch (const base::Error& error) {
    if (!file_.in_folder) throw;
    return reject(error.place().file, error.reason());
  }
  return std::nullopt;
}

std::optional<Part> FileParts::open_member() {
  const base::Result<base::ByteSource*> member = next_member();
  if (!member) {
    ++members_begun_;
    return reject(member.error().place.file, member.error().reason);
  }
  if (*member == nullptr) {
    members_.reset();
    if (members_begun_ == 0) return reject(file_.shown, "is an archive that holds no file");
    return std::nullopt;
  }
  ++members_begun_;
  base::ByteSource& source = **member;
  const bool taken = source.name() == file_.shown || may_hold_sessions(source.name());
  if (!taken) return NotXml{};
  return begin(source, shown(source.name()));
}

base::Result<base::ByteSource*> FileParts::next_member() {
  try {
    return members_->next();
  } catch (const base::Error& error) {
    if (!file_.in_folder) throw;
    members_.reset();
    return base::fault(error.place(), error.reason());
  }
}

Part FileParts::begin(base::ByteSource& source, std::string name) {
  guard_ = std::make_unique<Guard>(source, name, file_.in_folder);
  splitter_ = std::make_unique<his::Splitter>(*guard_, profile_);
  return FileBegin{std::move(name)};
}

Part FileParts::end() {
  his::Envelope envelope = splitter_->envelope();
  if (guard_->fault()) envelope.fault = guard_->fault();
  splitter_.reset();
  guard_.reset();
  return FileEnd{std::move(envelope)};
}

// A file of which there is nothing but that it cannot be read.
Part FileParts::reject(const std::string& name, const std::string& reason) {
  rejected_.emplace();
  rejected_->envelope.fault.emplace();
  rejected_->envelope.fault->reason = reason;
  return FileBegin{shown(name)};
}

// The names of an archive's members hold patients' ids as much as those of files do.
std::string FileParts::shown(const std::string& member) const {
  const std::string folder = file_.shown + '/';
  if (!member.starts_with(folder)) return file_.shown;
  return folder + run_.shown(member.substr(folder.size()));
}

}  // namespace cxrval::his_extract
