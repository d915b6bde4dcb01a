// SPDX-License-Identifier: Apache-2.0
#include "archive/files.hpp"

#include "archive/level.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace cxrval::archive {
namespace {

enum class Kind { plain, gzip, zip, tar };

// Field 148 of a header holds the sum of its bytes in octal digits, with the field itself as blanks (POSIX.1-2017,
// pax, "ustar Interchange Format"). Older tars have no other mark.
bool has_tar_checksum(std::string_view head) {
  constexpr std::size_t at = 148;
  constexpr std::size_t size = 8;
  if (head.size() < Peeked::head_size || head[0] == '\0') return false;
  std::string_view field = head.substr(at, size);
  field.remove_prefix(std::min(field.find_first_not_of(' '), size));
  unsigned long stated = 0;
  std::size_t digits = 0;
  while (digits < field.size() && field[digits] >= '0' && field[digits] <= '7') {
    stated = stated * 8 + static_cast<unsigned long>(field[digits++] - '0');
  }
  unsigned long sum = size * ' ';
  for (std::size_t i = 0; i < Peeked::head_size; ++i) {
    if (i < at || i >= at + size) sum += static_cast<unsigned char>(head[i]);
  }
  return digits > 0 && sum == stated;
}

Kind kind_of(std::string_view head) {
  constexpr std::size_t magic_at = 257;
  if (head.starts_with("\x1F\x8B\x08")) return Kind::gzip;
  for (const char* mark : {"PK\x03\x04", "PK\x05\x06", "PK\x07\x08", "PK00PK"}) {
    if (head.starts_with(mark)) return Kind::zip;
  }
  const bool magic = head.size() > magic_at && head.substr(magic_at).starts_with("ustar");
  return magic || has_tar_checksum(head) ? Kind::tar : Kind::plain;
}

template <class Step>
base::Result<base::ByteSource*> damage_as_fault(const Step& step) {
  try {
    return step();
  } catch (const Damaged& damaged) {
    return base::fault(damaged.place(), damaged.reason());
  }
}

}  // namespace

class Files::Impl {
 public:
  Impl(std::unique_ptr<base::ByteSource> source, const Limits& limits)
      : meter_(limits), root_(std::move(source)), current_(std::make_unique<Peeked>(*root_, &meter_)) {}
  ~Impl() {
    while (!open_.empty()) open_.pop_back();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  base::Result<base::ByteSource*> next();
  bool in_archive() const { return !open_.empty(); }

 private:
  struct Open {
    std::unique_ptr<Level> level;
    Kind kind;
    int depth;
  };

  base::Result<base::ByteSource*> next_member();
  // The plain file itself, or nullptr after opening the archive that `current_` is.
  base::Result<base::ByteSource*> look_inside();

  Meter meter_;
  std::unique_ptr<base::ByteSource> root_;
  std::unique_ptr<Peeked> current_;
  std::vector<Open> open_;
  bool begun_ = false;
};

base::Result<base::ByteSource*> Files::Impl::next() {
  if (!std::exchange(begun_, true)) {
    const auto file = damage_as_fault([this] { return look_inside(); });
    if (!file || *file != nullptr) return file;
  }
  while (!open_.empty()) {
    const auto file = next_member();
    if (!file || *file != nullptr) return file;
  }
  return nullptr;
}

base::Result<base::ByteSource*> Files::Impl::next_member() {
  const base::Result<base::ByteSource*> member = damage_as_fault([this] { return open_.back().level->next(); });
  current_.reset();
  if (!member || *member == nullptr) {
    open_.pop_back();
    return member;
  }
  if (!meter_.count_member()) {
    while (!open_.empty()) open_.pop_back();
    return base::fault({root_->name()}, "holds too many members");
  }
  return damage_as_fault([this, &member] {
    current_ = std::make_unique<Peeked>(**member);
    return look_inside();
  });
}

base::Result<base::ByteSource*> Files::Impl::look_inside() {
  const Kind kind = kind_of(current_->head());
  if (kind == Kind::plain) return current_.get();
  const bool tar_of_gzip = kind == Kind::tar && !open_.empty() && open_.back().kind == Kind::gzip;
  const int depth = (open_.empty() ? 0 : open_.back().depth) + (tar_of_gzip ? 0 : 1);
  if (depth > meter_.limits().depth) {
    return base::fault({current_->name()}, "is an archive too deep inside archives");
  }
  const auto open = kind == Kind::gzip ? open_gzip : kind == Kind::zip ? open_zip : open_tar;
  open_.push_back({open(std::move(current_), meter_), kind, depth});
  return nullptr;
}

Files::Files(std::unique_ptr<base::ByteSource> source, const Limits& limits)
    : impl_(std::make_unique<Impl>(std::move(source), limits)) {}

Files::~Files() = default;

base::Result<base::ByteSource*> Files::next() {
  return impl_->next();
}

bool Files::in_archive() const {
  return impl_->in_archive();
}

}  // namespace cxrval::archive
