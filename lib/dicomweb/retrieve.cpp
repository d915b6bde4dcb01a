// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/retrieve.hpp"

#include "dicomweb/media_type.hpp"

#include <optional>
#include <string_view>

namespace cxrval::dicomweb {
namespace {

constexpr std::string_view dicom_type = "application/dicom";
constexpr auto accept = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

// The parts, or the one file of a server that answers without parts.
class AnswerSink : public ReplySink, private PartSink {
 public:
  AnswerSink(const RetrieveLimits& limits, FileSink& files) : limits_(limits), files_(files) {}

  void restart() override {
    status_ = 0;
    parts_.reset();
    may_pass_ = true;
    behind_ = 0;
  }

  const char* head(const ReplyHead& head) override {
    status_ = head.status;
    if (status_ != 200) return nullptr;
    const std::optional<MediaType> type = parse_media_type(head.content_type);
    if (type && type->type == dicom_type) return begin_part({});
    const std::optional<std::string> boundary = type ? boundary_of(*type) : std::nullopt;
    const std::string* inner = type ? type->find("type") : nullptr;
    if (!boundary || (inner != nullptr && *inner != dicom_type)) {
      return lasting("the answer is no multipart of DICOM files");
    }
    PartSink& parts = *this;
    parts_.emplace(*boundary, parts);
    return nullptr;
  }

  const char* bytes(std::string_view bytes) override {
    if (status_ != 200) return nullptr;
    if (!parts_) return part_bytes(bytes);
    if (parts_->is_complete()) {
      behind_ += bytes.size();
      return behind_ > MultipartReader::longest_head ? lasting("the answer does not end") : nullptr;
    }
    const char* problem = parts_->feed(bytes);
    return problem == nullptr ? nullptr : lasting(problem);
  }

  const char* end() override {
    if (status_ != 200) return nullptr;
    if (!parts_) return end_part();
    return parts_->is_complete() ? nullptr : "the answer was cut";
  }

  bool wants_retry() const override { return may_pass_ && complete_ == 0; }

 private:
  const char* begin_part(const PartHead& head) override {
    const std::optional<MediaType> type = parse_media_type(head.content_type);
    if (type && type->type != dicom_type) return "the answer is no multipart of DICOM files";
    if (++begun_ > limits_.most_files) return "the answer has more files than the limit";
    size_ = 0;
    return files_.begin_file();
  }
  const char* part_bytes(std::string_view bytes) override {
    size_ += bytes.size();
    if (size_ > limits_.largest_file) return lasting("a file is larger than the limit");
    return files_.file_bytes(bytes);
  }
  const char* end_part() override {
    ++complete_;
    return files_.end_file();
  }

  const char* lasting(const char* problem) {
    may_pass_ = false;
    return problem;
  }

  const RetrieveLimits& limits_;
  FileSink& files_;
  std::optional<MultipartReader> parts_;
  int status_ = 0;
  bool may_pass_ = true;
  std::uint64_t begun_ = 0;
  std::uint64_t complete_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t behind_ = 0;  // the last delimiter
};

}  // namespace

Exchange retrieve(Client& client, const std::string& path, const RetrieveLimits& limits, FileSink& sink) {
  AnswerSink answer(limits, sink);
  return client.get(path, accept, answer);
}

}  // namespace cxrval::dicomweb
