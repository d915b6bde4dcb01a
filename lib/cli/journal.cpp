// SPDX-License-Identifier: Apache-2.0
#include "cli/journal.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace cxrval::cli {
namespace {

constexpr std::size_t longest_journal = std::size_t{1} << 30;

}  // namespace

Journal::Journal(const std::string& output, const std::string& shown, bool resume)
    : path_(base::partial_path(output) + ".journal"), lock_(path_, shown) {
  struct stat there {};
  if (!resume && ::fstat(lock_.descriptor(), &there) == 0 && there.st_size > 0) {
    throw base::Error({shown}, "an earlier run did not finish it; go on with --resume, or remove FILE.partial.journal");
  }
  if (resume) read();
  sink_ = base::open_append(path_, shown);
}

Journal::~Journal() {
  if (!last_) remove();
}

Journal::Lock::Lock(const std::string& path, const std::string& shown)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) throw base::Error({shown}, std::string("cannot write: ") + std::strerror(errno));
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(descriptor_);
  throw base::Error({shown}, "another run is writing it");
}

Journal::Lock::~Lock() {
  ::close(descriptor_);
}

void Journal::read() {
  const std::string text = base::read_all(*base::open_source(path_), longest_journal);
  std::size_t whole = 0;
  for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    auto checkpoint = provenance::parse_checkpoint(std::string_view(text).substr(begin, end - begin));
    if (!checkpoint) break;
    last_ = std::move(checkpoint);
    whole = end + 1;
  }
  if (whole < text.size() && ::ftruncate(lock_.descriptor(), static_cast<off_t>(whole)) != 0) {
    throw base::Error({path_}, std::string("cannot write: ") + std::strerror(errno));
  }
}

void Journal::add(const provenance::Checkpoint& checkpoint) {
  sink_->write(provenance::to_line(checkpoint));
  sink_->flush();
  last_ = checkpoint;
}

void Journal::remove() {
  ::unlink(path_.c_str());
}

}  // namespace cxrval::cli
