// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/store.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/number.hpp"
#include "base/uid.hpp"
#include "dicomweb/json_data_set.hpp"
#include "dicomweb/text_reply.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace cxrval::dicomweb {
namespace {

constexpr std::uint32_t referenced_sop_sequence = 0x00081199;
constexpr std::uint32_t failed_sop_sequence = 0x00081198;
constexpr std::uint32_t referenced_sop_uid = 0x00081155;
constexpr std::uint32_t failure_reason = 0x00081197;

// Long enough that no file holds it by chance.
std::string make_boundary() {
  auto seed = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
  std::string boundary = "cxrval-";
  for (int i = 0; i < 40; ++i) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    boundary += "0123456789abcdef"[seed >> 60];
  }
  return boundary;
}

// The files, each with its head in front, and the closing delimiter.
class FilesBody : public RequestBody {
 public:
  FilesBody(const std::vector<FileToStore>& files, const std::string& boundary)
      : files_(files),
        head_("--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n"),
        end_("\r\n"),
        close_("--" + boundary + "--\r\n") {}

  std::uint64_t size() const override {
    std::uint64_t size = close_.size();
    for (const FileToStore& file : files_) size += head_.size() + file.size + end_.size();
    return size;
  }
  void restart() override {
    next_ = 0;
    source_.reset();
    text_ = {};
    closed_ = false;
  }
  std::size_t read(char* buffer, std::size_t size) override {
    std::size_t filled = 0;
    while (filled < size) {
      const std::size_t got = source_ && text_.empty() ? read_file(buffer + filled, size - filled)
                                                       : read_text(buffer + filled, size - filled);
      if (got == 0) break;
      filled += got;
    }
    return filled;
  }

 private:
  std::size_t read_text(char* buffer, std::size_t size) {
    if (text_.empty() && !next_text()) return 0;
    const std::size_t count = std::min(size, text_.size());
    std::copy_n(text_.begin(), count, buffer);
    text_.remove_prefix(count);
    return count;
  }

  bool next_text() {
    if (next_ < files_.size()) {
      source_ = base::open_source(files_[next_].path);
      left_ = files_[next_].size;
      ++next_;
      text_ = head_;
      return true;
    }
    if (closed_) return false;
    closed_ = true;
    text_ = close_;
    return true;
  }

  std::size_t read_file(char* buffer, std::size_t size) {
    const std::size_t got = source_->read(buffer, size);
    if (got > left_ || (got == 0 && left_ > 0)) {
      throw base::Error({source_->name()}, "changed while it was being sent");
    }
    left_ -= got;
    if (got > 0) return got;
    source_.reset();
    text_ = end_;
    return read_text(buffer, size);
  }

  const std::vector<FileToStore>& files_;
  const std::string head_;
  const std::string end_;
  const std::string close_;
  std::size_t next_ = 0;
  std::unique_ptr<base::ByteSource> source_;
  std::uint64_t left_ = 0;
  std::string_view text_;
  bool closed_ = false;
};

void take_lists(const JsonDataSet& answer, Stored& stored) {
  for (const JsonDataSet& item : answer.items(referenced_sop_sequence)) {
    const std::optional<std::string_view> uid = item.text(referenced_sop_uid);
    if (uid && base::is_uid(*uid)) stored.sop_uids.emplace_back(*uid);
  }
  for (const JsonDataSet& item : answer.items(failed_sop_sequence)) {
    const std::optional<std::string_view> uid = item.text(referenced_sop_uid);
    const auto reason = base::parse_integer<int>(item.text(failure_reason).value_or(std::string_view()));
    if (uid && base::is_uid(*uid)) stored.failures.push_back({std::string(*uid), reason.value_or(0)});
  }
}

}  // namespace

Stored store(Client& client, const std::vector<FileToStore>& files) {
  const std::string boundary = make_boundary();
  FilesBody body(files, boundary);
  TextReply reply(false);
  Stored stored;
  stored.exchange = client.post("/studies",
                                {R"(Content-Type: multipart/related; type="application/dicom"; boundary=)" + boundary,
                                 "Accept: application/dicom+json"},
                                body, reply);
  // A server that refuses some answers 202 or 409, and one that damages its answer leaves nothing to count.
  const base::Result<std::vector<JsonDataSet>> answer = parse_data_sets(reply.text(), "answer");
  if (answer && !answer->empty()) take_lists(answer->front(), stored);
  return stored;
}

}  // namespace cxrval::dicomweb
