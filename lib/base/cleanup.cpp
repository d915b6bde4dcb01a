// SPDX-License-Identifier: Apache-2.0
#include "base/cleanup.hpp"

#include <unistd.h>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>

namespace cxrval::base {
namespace {

constexpr std::size_t slots = 16;

// Only what a signal handler may touch: fixed memory and lock-free flags.
std::array<std::array<char, 4096>, slots> paths;
std::array<std::atomic<bool>, slots> used;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void remove_files_and_end(int signal_number) {
  for (std::size_t slot = 0; slot < slots; ++slot) {
    if (used[slot].load()) ::unlink(paths[slot].data());
  }
  ::signal(signal_number, SIG_DFL);
  ::raise(signal_number);
}

void install_handlers() {
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGXCPU}) {
    struct sigaction current {};
    ::sigaction(number, nullptr, &current);
    // What is ignored stays ignored (nohup); a handler of the program's own is kept.
    if (current.sa_handler != SIG_DFL) continue;
    struct sigaction ours {};
    ours.sa_handler = remove_files_and_end;
    ::sigaction(number, &ours, nullptr);
  }
}

}  // namespace

RemoveOnSignal::RemoveOnSignal(const std::string& path) : slot_(slots) {
  if (path.size() >= paths[0].size()) return;
  install_handlers();
  for (std::size_t slot = 0; slot < slots; ++slot) {
    // Claimed by the first byte, published to the handler by the flag.
    if (used[slot].load() || paths[slot][0] != '\0') continue;
    std::memcpy(paths[slot].data(), path.c_str(), path.size() + 1);
    used[slot].store(true);
    slot_ = slot;
    return;
  }
}

RemoveOnSignal::~RemoveOnSignal() {
  if (slot_ == slots) return;
  used[slot_].store(false);
  paths[slot_][0] = '\0';
}

}  // namespace cxrval::base
