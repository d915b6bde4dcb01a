// SPDX-License-Identifier: Apache-2.0
#include "archive/files.hpp"

#include "catch.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace cxrval;

namespace {

using Contents = std::vector<std::pair<std::string, std::string>>;  // name and bytes, or name and `! reason`

// Gives at most `piece` bytes a read, as a pipe may.
class Drip final : public base::ByteSource {
 public:
  Drip(std::string bytes, std::string name, std::size_t piece)
      : bytes_(std::move(bytes)), name_(std::move(name)), piece_(piece) {}

  std::size_t read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({size, piece_, bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, count, buffer);
    at_ += count;
    largest_ = std::max(largest_, size);
    return count;
  }
  const std::string& name() const override { return name_; }
  std::size_t largest() const { return largest_; }

 private:
  std::string bytes_;
  std::string name_;
  std::size_t piece_;
  std::size_t at_ = 0;
  std::size_t largest_ = 0;
};

la_ssize_t append(struct archive*, void* out, const void* bytes, std::size_t size) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

struct Packing {
  int (*format)(struct archive*) = archive_write_set_format_zip;
  const char* options = nullptr;
  const char* password = nullptr;
};

std::string packed(const Contents& members, const Packing& packing = {}) {
  std::string bytes;
  struct archive* writer = archive_write_new();
  REQUIRE(packing.format(writer) == ARCHIVE_OK);
  archive_write_set_bytes_per_block(writer, 0);
  if (packing.password != nullptr) {
    REQUIRE(archive_write_set_options(writer, "zip:encryption=traditional") == ARCHIVE_OK);
    archive_write_set_passphrase(writer, packing.password);
  }
  if (packing.options != nullptr) REQUIRE(archive_write_set_options(writer, packing.options) == ARCHIVE_OK);
  REQUIRE(archive_write_open(writer, &bytes, nullptr, append, nullptr) == ARCHIVE_OK);
  for (const auto& [name, content] : members) {
    struct archive_entry* entry = archive_entry_new();
    archive_entry_copy_pathname(entry, name.c_str());
    const bool folder = name.ends_with('/');
    archive_entry_set_filetype(entry, folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    if (!folder) archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    REQUIRE(archive_write_header(writer, entry) >= ARCHIVE_WARN);  // of names outside ASCII in the C locale
    if (!folder) archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  REQUIRE(archive_write_close(writer) == ARCHIVE_OK);
  archive_write_free(writer);
  return bytes;
}

const Packing tar{archive_write_set_format_pax_restricted, nullptr, nullptr};
const Packing old_tar{archive_write_set_format_v7tar, nullptr, nullptr};
const Packing stored{archive_write_set_format_zip, "zip:compression=store", nullptr};

std::string gzipped(std::string_view bytes) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 32, '\0');
  std::string in(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.erase(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

Contents read_files(archive::Files& files, std::size_t buffer_size = 4096) {
  Contents found;
  std::string buffer(buffer_size, '\0');
  while (true) {
    const auto file = files.next();
    if (!file) {
      found.emplace_back(file.error().place.file, "! " + file.error().reason);
      continue;
    }
    if (*file == nullptr) return found;
    found.emplace_back((*file)->name(), "");
    try {
      while (const std::size_t count = (*file)->read(buffer.data(), buffer.size())) {
        found.back().second.append(buffer, 0, count);
      }
    } catch (const archive::Damaged& damaged) {
      CHECK(damaged.place().file == (*file)->name());
      CHECK_THROWS_AS((*file)->read(buffer.data(), buffer.size()), archive::Damaged);
      found.back().second = "! " + damaged.reason();
    }
  }
}

Contents files_of(const std::string& bytes, const std::string& name = "x", const archive::Limits& limits = {}) {
  archive::Files files(std::make_unique<Drip>(bytes, name, std::size_t{1} << 20), limits);
  const Contents found = read_files(files);
  archive::Files dripped(std::make_unique<Drip>(bytes, name, 1), limits);
  CHECK(read_files(dripped, 7) == found);
  return found;
}

std::string noise(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 12345;
  for (char& c : bytes) {
    state = state * 1664525 + 1013904223;
    c = static_cast<char>(state >> 24);
  }
  return bytes;
}

const std::string damaged = "! is damaged or cut short";
const std::string not_all = "! is damaged or cut short; not all of its members were found";

}  // namespace

TEST_CASE("a plain file is given as it is, an empty one too") {
  CHECK(files_of("<a/>", "a.xml") == Contents{{"a.xml", "<a/>"}});
  CHECK(files_of("", "a.xml") == Contents{{"a.xml", ""}});
  CHECK(files_of("\x1F\x8B", "a") == Contents{{"a", "\x1F\x8B"}});
  CHECK(files_of("PK", "a") == Contents{{"a", "PK"}});
  const std::string long_text = noise(300000);
  CHECK(files_of(long_text, "a") == Contents{{"a", long_text}});
  const std::string zeros(10240, '\0');
  CHECK(files_of(zeros, "a") == Contents{{"a", zeros}});
}

TEST_CASE("behind its first bytes a plain file is read straight from its source") {
  auto source = std::make_unique<Drip>(std::string(10000, 'a'), "a", std::size_t{1} << 20);
  const Drip& seen = *source;
  archive::Files files(std::move(source));
  base::ByteSource& file = **files.next();
  CHECK_FALSE(files.in_archive());
  std::string buffer(8000, '\0');
  CHECK(file.read(buffer.data(), buffer.size()) == 512);
  CHECK(file.read(buffer.data(), buffer.size()) == 8000);
  CHECK(seen.largest() == 8000);
}

TEST_CASE("the members of zip, tar and gzip are given in their order, folders passed over") {
  const Contents members{{"b.xml", "<b/>"}, {"folder/", ""}, {"folder/a.xml", noise(200000)}, {"empty.xml", ""}};
  const Contents expected{{"x/b.xml", "<b/>"}, {"x/folder/a.xml", noise(200000)}, {"x/empty.xml", ""}};
  CHECK(files_of(packed(members)) == expected);
  CHECK(files_of(packed(members, stored)) == expected);
  CHECK(files_of(packed(members, tar)) == expected);
  CHECK(files_of(packed(members, old_tar)) == expected);
  CHECK(files_of(gzipped(packed(members, tar))) == expected);
  CHECK(files_of(gzipped("<a/>"), "a.xml.gz") == Contents{{"a.xml.gz", "<a/>"}});
  CHECK(files_of(gzipped(""), "a.xml.gz") == Contents{{"a.xml.gz", ""}});
  CHECK(files_of(packed({})).empty());
}

TEST_CASE("gzips one behind the other are one file, and zeros may follow them") {
  CHECK(files_of(gzipped("<a>") + gzipped("</a>") + std::string(512, '\0')) == Contents{{"x", "<a></a>"}});
  CHECK(files_of(gzipped("<a/>") + "left over") == Contents{{"x", damaged}});
}

TEST_CASE("archives inside archives are opened to the depth of the limits") {
  const std::string gz = gzipped("<a/>");
  const std::string inner = packed({{"a.xml.gz", gz}, {"b.xml", "<b/>"}});
  CHECK(files_of(packed({{"a.xml.gz", gz}}), "y.zip") == Contents{{"y.zip/a.xml.gz", "<a/>"}});
  CHECK(files_of(packed({{"inner.zip", inner}, {"c.xml", "<c/>"}})) ==
        Contents{{"x/inner.zip/a.xml.gz", "<a/>"}, {"x/inner.zip/b.xml", "<b/>"}, {"x/c.xml", "<c/>"}});
  CHECK(files_of(packed({{"y.tar.gz", gzipped(packed({{"a.xml.gz", gz}}, tar))}})) ==
        Contents{{"x/y.tar.gz/a.xml.gz", "<a/>"}});
  CHECK(files_of(packed({{"2.zip", packed({{"1.zip", inner}}, stored)}, {"d.xml", "<d/>"}})) ==
        Contents{{"x/2.zip/1.zip/a.xml.gz", "! is an archive too deep inside archives"},
                 {"x/2.zip/1.zip/b.xml", "<b/>"},
                 {"x/d.xml", "<d/>"}});
}

TEST_CASE("what was not read of a file is passed over") {
  const std::string bytes = packed({{"a", noise(100000)}, {"b", packed({{"c", noise(50000)}})}, {"d", "<d/>"}});
  archive::Files files(std::make_unique<Drip>(bytes, "x", 1000));
  std::string names;
  while (true) {
    const auto file = files.next();
    REQUIRE(file.has_value());
    if (*file == nullptr) break;
    names += (*file)->name() + " ";
    CHECK(files.in_archive());
  }
  CHECK(names == "x/a x/b/c x/d ");
}

TEST_CASE("member names are only names") {
  CHECK(files_of(packed({{"/etc/passwd", "1"}, {"../../up", "2"}, {"line\nbreak\x7f", "3"}}, tar)) ==
        Contents{{"x//etc/passwd", "1"}, {"x/../../up", "2"}, {"x/line\\x0abreak\\x7f", "3"}});
  CHECK(files_of(packed({{"phổi/Đức.xml", "1"}})) == Contents{{"x/phổi/Đức.xml", "1"}});
  CHECK(files_of(packed({{"phổi/Đức.xml", "1"}}, tar)) == Contents{{"x/phổi/Đức.xml", "1"}});
}

TEST_CASE("an encrypted member is a fault") {
  const Packing locked{archive_write_set_format_zip, nullptr, "1"};
  CHECK(files_of(packed({{"a", "secret"}}, locked)).front() ==
        std::pair<std::string, std::string>{"x/a", "! is encrypted; pack it without a password"});
}

TEST_CASE("damage inside one member of a zip costs that member alone") {
  const std::string first = noise(2000);
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "<row>" + std::to_string(i * i % 977) + "</row>";
  for (const std::string& middle : {noise(3000), text}) {
    const std::string whole = packed({{"a", first}, {"b", middle}, {"c", "<c/>"}});
    const std::size_t at = whole.find("PK\x03\x04", 2000) + 1000;
    for (const std::size_t run : {std::size_t{1}, std::size_t{64}}) {
      std::string bytes = whole;
      for (std::size_t i = 0; i < run; ++i) bytes[at + i] = static_cast<char>(bytes[at + i] ^ 0x55);
      CHECK(files_of(bytes) == Contents{{"x/a", first}, {"x/b", damaged}, {"x/c", "<c/>"}});
    }
  }
}

TEST_CASE("a stored member that does not say its size takes the rest with it when it is damaged") {
  const std::string whole = packed({{"a", "<a/>"}, {"b", noise(3000)}, {"c", "<c/>"}}, stored);
  std::string bytes = whole;
  bytes[1000] = static_cast<char>(bytes[1000] ^ 1);
  CHECK(files_of(bytes) == Contents{{"x/a", "<a/>"}, {"x/b", damaged}, {"x", not_all}});
}

TEST_CASE("a member of a zip whose head is damaged is missed in the directory") {
  const std::string whole = packed({{"a", "<a/>"}, {"b", noise(300)}, {"c", "<c/>"}});
  std::string bytes = whole;
  bytes[whole.find("PK\x03\x04", 4)] = 'Q';
  CHECK(files_of(bytes) == Contents{{"x/a", "<a/>"}, {"x/c", "<c/>"}, {"x", not_all}});
}

TEST_CASE("every cut of a zip, a tar or a gzip is told, and never more than the whole is given") {
  const Contents members{{"a", "<a>" + noise(700) + "</a>"}, {"b", "<b/>"}, {"c", "c"}};
  const std::string gz = gzipped("<a>" + noise(700) + "</a>");
  for (const std::string& whole : {packed(members), packed(members, stored), packed(members, tar), gz}) {
    const Contents all = files_of(whole);
    const std::size_t step = whole.size() > 6000 ? 128 : 37;
    for (std::size_t size = 512; size < whole.size(); size += step) {
      // The padding behind the first zeros that end a tar may go.
      if (whole.find_first_not_of('\0', size - 512) == std::string::npos) break;
      const Contents found = files_of(whole.substr(0, size));
      CAPTURE(size);
      CHECK(std::any_of(found.begin(), found.end(), [](const auto& one) { return one.second.starts_with("! "); }));
      for (const auto& one : found) {
        CHECK((one.second.starts_with("! ") || std::find(all.begin(), all.end(), one) != all.end()));
      }
    }
  }
}

TEST_CASE("a tar with a damaged head goes on with the next member and tells") {
  const Contents members{{"a", "<a/>"}, {"b", noise(3000)}, {"c", "<c/>"}};
  std::string bytes = packed(members, old_tar);
  bytes[1024 + 20] = 'Q';
  CHECK(files_of(bytes) == Contents{{"x/a", "<a/>"}, {"x/c", "<c/>"}, {"x", not_all}});
  CHECK(files_of(packed(members, old_tar) + packed(members, old_tar)).back() ==
        std::pair<std::string, std::string>{"x", "! goes on behind its end"});
}

TEST_CASE("a damaged gzip is told by its checksum") {
  std::string bytes = gzipped(noise(5000));
  bytes[2500] = static_cast<char>(bytes[2500] ^ 1);
  CHECK(files_of(bytes) == Contents{{"x", damaged}});
  CHECK(files_of(packed({{"a.gz", bytes}, {"b", "<b/>"}})) == Contents{{"x/a.gz", damaged}, {"x/b", "<b/>"}});
}

TEST_CASE("what inflates far beyond its size is not inflated") {
  const std::string zeros(8 << 20, '\0');
  const std::string bomb = gzipped(zeros);
  archive::Limits limits;
  limits.inflated_bytes = 1 << 20;
  limits.ratio = 100;
  const std::string reason = "! inflates far beyond its size";
  CHECK(files_of(bomb, "x", limits) == Contents{{"x", reason}});
  CHECK(files_of(packed({{"a", zeros}}), "x", limits) == Contents{{"x/a", reason}});
  CHECK(files_of(packed({{"a", "<a/>"}, {"b.gz", gzipped(bomb)}}), "x", limits) ==
        Contents{{"x/a", "<a/>"}, {"x/b.gz", reason}});
  CHECK(files_of(bomb, "x") == Contents{{"x", zeros}});
  limits.ratio = 1100;
  CHECK(files_of(bomb, "x", limits) == Contents{{"x", zeros}});
  CHECK(files_of(gzipped(gzipped(gzipped(zeros))), "x", limits) == Contents{{"x", reason}});
}

TEST_CASE("more members than the limit end the archive") {
  archive::Limits limits;
  limits.members = 2;
  CHECK(files_of(packed({{"a", "1"}, {"b", "2"}, {"c", "3"}}), "x", limits) ==
        Contents{{"x/a", "1"}, {"x/b", "2"}, {"x", "! holds too many members"}});
}
