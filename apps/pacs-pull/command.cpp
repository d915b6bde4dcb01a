// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <sstream>
#include <system_error>

namespace cxrval::pacs_pull {
namespace {

constexpr std::string_view placeholder = "{}";

}  // namespace

Command::Command(const std::string& text) {
  std::istringstream words(text);
  for (std::string word; words >> word;) words_.push_back(word);
  if (words_.empty() || text.find(placeholder) == std::string::npos) {
    throw base::UsageError("--exec needs a program and {} where the image's path stands");
  }
}

bool Command::run(const std::string& path) const {
  std::vector<std::string> words = words_;
  for (std::string& word : words) {
    for (std::size_t at = 0; (at = word.find(placeholder, at)) != std::string::npos; at += path.size()) {
      word.replace(at, placeholder.size(), path);
    }
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  posix_spawn_file_actions_t streams;
  ::posix_spawn_file_actions_init(&streams);
  ::posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&streams, STDERR_FILENO, STDOUT_FILENO);
  const int error = ::posix_spawnp(&child, arguments[0], &streams, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&streams);
  if (error != 0) {
    throw base::Error("the program of --exec cannot be started: " + std::generic_category().message(error));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw base::Error("the program of --exec was lost");
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace cxrval::pacs_pull
