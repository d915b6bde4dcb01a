// SPDX-License-Identifier: Apache-2.0
#include "archive/feed.hpp"
#include "archive/level.hpp"
#include "archive/zip_directory.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <algorithm>
#include <cerrno>
#include <new>
#include <optional>

namespace cxrval::archive {
namespace {

constexpr std::size_t tar_block = 512;
constexpr int recovery_limit = 1000;
constexpr const char* lost_members = "is damaged or cut short; not all of its members were found";

struct ReaderCloser {
  void operator()(struct archive* reader) const { archive_read_free(reader); }
};

std::string printable(std::string_view name) {
  static constexpr char hexadecimal[] = "0123456789abcdef";
  std::string line;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      line += {'\\', 'x', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
    } else {
      line += c;
    }
  }
  return line;
}

// Exceptions cannot pass through libarchive: the feed keeps them.
la_ssize_t on_read(struct archive*, void* user, const void** buffer) noexcept {
  Feed& feed = *static_cast<Feed*>(user);
  const std::optional<std::string_view> block = feed.block();
  if (!block) return -1;
  *buffer = block->data();
  return static_cast<la_ssize_t>(block->size());
}

class Container;

class Member final : public base::ByteSource {
 public:
  explicit Member(Container& container) : container_(container) {}

  std::size_t read(char* buffer, std::size_t size) override;
  const std::string& name() const override { return name_; }

  void begin(std::string name, const char* refusal) {
    name_ = std::move(name);
    failed_.reset();
    if (refusal != nullptr) failed_ = Damaged({name_}, refusal);
  }

 private:
  Container& container_;
  std::string name_;
  std::optional<Damaged> failed_;
};

class Container : public Level {
 public:
  Container(std::unique_ptr<base::ByteSource> source, Meter& meter)
      : feed_(std::move(source)), meter_(meter), member_(*this) {}

  base::Result<base::ByteSource*> next() override;
  // Bytes of the current member; throws Damaged without a name.
  std::size_t read(char* buffer, std::size_t size);
  Meter& meter() { return meter_; }

 protected:
  struct archive* reader() const {
    return reader_.get();
  }
  Feed& feed() { return feed_; }
  std::uint64_t entries() const { return entries_; }
  // Reads from where the feed stands as the format that `support` switches on.
  void open(int (*support)(struct archive*));
  // Where the next bytes that libarchive has not used stand in the archive.
  std::uint64_t position() const;

  // Why the current member is not read, or nullptr.
  virtual const char* refusal(struct archive_entry*) { return nullptr; }
  // Looks for the next member behind damage; false when there is none.
  virtual bool recover() { return false; }
  // Why the archive is not whole although libarchive found its end, or nullptr.
  virtual const char* end_fault() = 0;

 private:
  std::string name_of(struct archive_entry* entry) const;
  base::Result<base::ByteSource*> end(const char* fault);

  Feed feed_;
  Meter& meter_;
  std::unique_ptr<struct archive, ReaderCloser> reader_;
  Member member_;
  std::uint64_t start_ = 0;  // of the reader, in the archive
  std::uint64_t entries_ = 0;
  bool dead_ = false;
  bool ended_ = false;
};

std::size_t Member::read(char* buffer, std::size_t size) {
  if (failed_) throw *failed_;
  try {
    const std::size_t count = container_.read(buffer, size);
    container_.meter().give(count, name_);
    return count;
  } catch (const Damaged& damaged) {
    failed_ = Damaged({name_}, damaged.reason());
  }
  throw *failed_;
}

void Container::open(int (*support)(struct archive*)) {
  reader_.reset(archive_read_new());
  if (!reader_) throw std::bad_alloc();
  start_ = feed_.position();
  support(reader());
  archive_read_set_read_callback(reader(), on_read);
  archive_read_set_callback_data(reader(), &feed_);
  dead_ = archive_read_open1(reader()) != ARCHIVE_OK;
  feed_.rethrow();
}

std::uint64_t Container::position() const {
  return start_ + static_cast<std::uint64_t>(archive_filter_bytes(reader(), -1));
}

base::Result<base::ByteSource*> Container::next() {
  while (!ended_) {
    struct archive_entry* entry = nullptr;
    const int status = dead_ ? ARCHIVE_FATAL : archive_read_next_header(reader(), &entry);
    feed_.rethrow();
    if (status == ARCHIVE_EOF) return end(end_fault());
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
      if (recover()) continue;
      return end(lost_members);
    }
    ++entries_;
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) continue;
    member_.begin(name_of(entry), refusal(entry));
    return &member_;
  }
  return nullptr;
}

base::Result<base::ByteSource*> Container::end(const char* fault) {
  ended_ = true;
  if (fault != nullptr) return base::fault({feed_.name()}, fault);
  return nullptr;
}

std::size_t Container::read(char* buffer, std::size_t size) {
  if (dead_) throw Damaged({}, damaged_reason);
  const la_ssize_t count = archive_read_data(reader(), buffer, size);
  if (count >= 0) return static_cast<std::size_t>(count);
  dead_ = count == ARCHIVE_FATAL;
  feed_.rethrow();
  throw Damaged({}, damaged_reason);
}

std::string Container::name_of(struct archive_entry* entry) const {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  return feed_.name() + "/" + (name == nullptr ? "member-" + std::to_string(entries_) : printable(name));
}

class Zip final : public Container {
 public:
  Zip(std::unique_ptr<base::ByteSource> source, Meter& meter) : Container(std::move(source), meter) {
    open(archive_read_support_format_zip_streamable);
  }

 private:
  // The other methods of zip may need gigabytes of memory, or are rare.
  const char* refusal(struct archive_entry* entry) override {
    if (archive_entry_is_encrypted(entry) != 0) return "is encrypted; pack it without a password";
    const char* const name = archive_format_name(reader());
    const std::string_view method(name == nullptr ? "" : name);
    const bool known = method.ends_with("(deflation)") || method.ends_with("(uncompressed)");
    return known ? nullptr : "is packed by a method that is not read; pack it as zip with deflate";
  }
  bool recover() override {
    if (++recoveries_ > recovery_limit) return false;
    const std::uint64_t from = std::max(position(), searched_);
    const bool found = feed().seek("PK\x03\x04", from);
    if (!found && !feed().seek("PK\x01\x02", from)) return false;
    searched_ = feed().position() + 1;
    open(archive_read_support_format_zip_streamable);
    return true;
  }
  // Between two members libarchive passes over what it does not recognize.
  const char* end_fault() override {
    while (!feed().next_block().empty()) continue;
    return directory_lists(feed().kept(), entries()) ? nullptr : lost_members;
  }

  std::uint64_t searched_ = 0;
  int recoveries_ = 0;
};

class Tar final : public Container {
 public:
  Tar(std::unique_ptr<base::ByteSource> source, Meter& meter) : Container(std::move(source), meter) {
    open(archive_read_support_format_tar);
  }

 private:
  // After a header whose checksum is wrong libarchive can be asked again, for the next block.
  bool recover() override {
    if (archive_errno(reader()) != EINVAL || position() <= searched_) return false;
    searched_ = position();
    damaged_ = true;
    return true;
  }
  // libarchive takes the end of the bytes between two members for the end of the tar.
  const char* end_fault() override {
    if (damaged_) return lost_members;
    if (!feed().rest_is_zeros(position())) return "goes on behind its end";
    return feed().zeros_at_end() >= tar_block ? nullptr : lost_members;
  }

  std::uint64_t searched_ = 0;
  bool damaged_ = false;
};

}  // namespace

std::unique_ptr<Level> open_zip(std::unique_ptr<base::ByteSource> source, Meter& meter) {
  return std::make_unique<Zip>(std::move(source), meter);
}

std::unique_ptr<Level> open_tar(std::unique_ptr<base::ByteSource> source, Meter& meter) {
  return std::make_unique<Tar>(std::move(source), meter);
}

}  // namespace cxrval::archive
