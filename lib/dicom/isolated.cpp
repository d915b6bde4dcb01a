// SPDX-License-Identifier: Apache-2.0
#include "dicom/isolated.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace cxrval::dicom {
namespace {

// Memory that a child process shares: the words, behind one that says whether they are all there.
class Shared {
 public:
  explicit Shared(std::size_t words)
      : bytes_((words + 1) * sizeof(std::uint16_t)),
        memory_(::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {}
  ~Shared() {
    if (usable()) ::munmap(memory_, bytes_);
  }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;

  bool usable() const { return memory_ != MAP_FAILED; }
  std::uint16_t& done() { return *static_cast<std::uint16_t*>(memory_); }
  std::uint16_t* words() { return static_cast<std::uint16_t*>(memory_) + 1; }

 private:
  std::size_t bytes_;
  void* memory_;
};

void be_silent() {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(nowhere, STDERR_FILENO);
  ::dup2(nowhere, STDOUT_FILENO);
  for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) ::signal(number, SIG_DFL);
}

[[noreturn]] void run_child(Shared& shared, const std::function<bool(std::uint16_t*)>& decode) {
  be_silent();
  try {
    shared.done() = decode(shared.words()) ? 1 : 0;
  } catch (...) {
    shared.done() = 0;
  }
  ::_exit(0);
}

}  // namespace

std::optional<std::vector<std::uint16_t>> decode_isolated(std::size_t size,
                                                          const std::function<bool(std::uint16_t*)>& decode) {
  Shared shared(size);
  if (!shared.usable()) return std::nullopt;
  const pid_t child = ::fork();
  if (child < 0) return std::nullopt;
  if (child == 0) run_child(shared, decode);
  // Also where SIGCHLD is ignored this returns only when the child has ended.
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (shared.done() != 1) return std::nullopt;
  return std::vector<std::uint16_t>(shared.words(), shared.words() + size);
}

}  // namespace cxrval::dicom
