// SPDX-License-Identifier: Apache-2.0
#include "dicomweb/client.hpp"

#include "base/error.hpp"
#include "dicomweb/header_text.hpp"
#include "dicomweb/service_url.hpp"

#include <curl/curl.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <thread>
#include <utility>

namespace cxrval::dicomweb {
namespace {

constexpr int most_redirects = 5;
constexpr long slowest = 64;  // bytes a second
constexpr std::uint64_t longest_refusal = std::uint64_t{16} << 20;

struct HandleEnd {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListEnd>;

// Once for the process; libcurl wants it before any thread.
void set_up() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw base::Error("libcurl cannot begin");
}

bool is_header(std::string_view line, std::string_view lower_name) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && is_name(line.substr(0, colon), lower_name);
}

std::string header_value(std::string_view line) {
  return std::string(trimmed(line.substr(line.find(':') + 1)));
}

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// One try: what libcurl's callbacks share.
struct Try {
  CURL* handle = nullptr;
  ReplySink& sink;
  RequestBody* body = nullptr;
  ReplyHead head{};
  std::optional<double> retry_after{};
  bool is_redirect = false;
  bool head_given = false;
  std::uint64_t refusal_bytes = 0;  // of a reply that is no success
  bool is_cut = false;              // there were too many of them
  const char* problem = nullptr;
  std::exception_ptr failure{};

  const char* give_head() {
    if (head_given || is_redirect) return nullptr;
    head_given = true;
    return sink.head(head);
  }
};

// libcurl is C: no exception may pass through it.
template <class Work>
bool guarded(Try& attempt, Work work) {
  try {
    attempt.problem = work();
  } catch (...) {
    attempt.failure = std::current_exception();
  }
  return attempt.problem == nullptr && !attempt.failure;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* context) {
  auto& attempt = *static_cast<Try*>(context);
  const std::string_view line(bytes, count);
  if (line.starts_with("HTTP/")) {
    attempt.head = {};
    attempt.retry_after.reset();
  } else if (is_header(line, "content-type")) {
    attempt.head.content_type = header_value(line);
  } else if (is_header(line, "retry-after")) {
    attempt.retry_after = parse_retry_after(header_value(line), now());
  } else if (line == "\r\n") {
    long status = 0;
    curl_easy_getinfo(attempt.handle, CURLINFO_RESPONSE_CODE, &status);
    attempt.head.status = static_cast<int>(status);
    attempt.is_redirect = status >= 300 && status < 400;
  }
  return count;
}

std::size_t on_bytes(char* bytes, std::size_t, std::size_t count, void* context) {
  auto& attempt = *static_cast<Try*>(context);
  if (attempt.head.status < 200 || attempt.head.status > 299) {
    attempt.refusal_bytes += count;
    attempt.is_cut = attempt.refusal_bytes > longest_refusal;
    if (attempt.is_cut) return CURL_WRITEFUNC_ERROR;
  }
  if (attempt.is_redirect) return count;
  const bool taken = guarded(attempt, [&] {
    const char* problem = attempt.give_head();
    return problem == nullptr ? attempt.sink.bytes({bytes, count}) : problem;
  });
  return taken ? count : CURL_WRITEFUNC_ERROR;
}

std::size_t on_read(char* buffer, std::size_t, std::size_t count, void* context) {
  auto& attempt = *static_cast<Try*>(context);
  std::size_t got = 0;
  const bool read = guarded(attempt, [&] {
    got = attempt.body->read(buffer, count);
    return static_cast<const char*>(nullptr);
  });
  return read ? got : CURL_READFUNC_ABORT;
}

int on_seek(void* context, curl_off_t offset, int) {
  if (offset != 0) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<Try*>(context)->body->restart();
  return CURL_SEEKFUNC_OK;
}

struct Failing {
  const char* problem;
  bool is_lasting;
};

Failing failing_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {"the server's name is not known", false};
    case CURLE_COULDNT_CONNECT:
      return {"the server cannot be reached", false};
    case CURLE_OPERATION_TIMEDOUT:
      return {"the server was silent for too long", false};
    case CURLE_PEER_FAILED_VERIFICATION:
      return {"the server's certificate is not trusted", true};
    case CURLE_SSL_CACERT_BADFILE:
      return {"the trusted certificates cannot be read", true};
    case CURLE_SSL_CERTPROBLEM:
      return {"the client's certificate or key cannot be used", true};
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return {"the server's answer is no HTTP", true};
    case CURLE_BAD_CONTENT_ENCODING:
      return {"the answer's compression is damaged", false};
    case CURLE_PARTIAL_FILE:
      return {"the answer was cut", false};
    default:
      return {"the connection broke", false};
  }
}

}  // namespace

struct Client::Request {
  std::string path;
  std::vector<std::string> headers;
  RequestBody* body = nullptr;
  bool is_text = false;
};

class Client::State {
 public:
  State(const Endpoint& endpoint, Wait wait) : endpoint_(endpoint), wait_(std::move(wait)) {
    set_up();
    handle_.reset(curl_easy_init());
    if (!handle_) throw base::Error("libcurl cannot begin");
    if (!wait_) wait_ = [](double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); };
  }

  const RetryRule& rule() const { return endpoint_.retry; }
  void wait(double seconds) const { wait_(seconds); }
  // Not of the standard library, whose streams differ; nothing but waiting depends on it.
  double chance() {
    seed_ = seed_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(seed_ >> 11) / 9007199254740992.0;
  }

  // One try, redirects included.
  Exchange once(const Request& request, ReplySink& sink, std::optional<double>& retry_after) {
    std::string url = endpoint_.url + request.path;
    for (int redirects = 0; redirects <= most_redirects; ++redirects) {
      Try attempt{.handle = handle_.get(), .sink = sink, .body = request.body};
      const CURLcode code = perform(url, request, attempt);
      if (attempt.failure) std::rethrow_exception(attempt.failure);
      retry_after = attempt.retry_after;
      if (code != CURLE_OK || !attempt.is_redirect) return ended(code, attempt);
      const char* target = nullptr;
      curl_easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &target);
      if (target == nullptr) return ended(code, attempt);
      if (!same_server(url, target)) {
        return {attempt.head.status, "the server sends to another host, which is not followed", true};
      }
      url = target;
    }
    return {0, "the server sends from one address to the next without end", true};
  }

 private:
  void set_text(CURLoption option, const std::string& text) {
    if (!text.empty()) curl_easy_setopt(handle_.get(), option, text.c_str());
  }

  CURLcode perform(const std::string& url, const Request& request, Try& attempt) {
    CURL* handle = handle_.get();
    curl_easy_reset(handle);  // keeps connections
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    // libcurl's limit of speed acts between reads, so that they must be small where there is one.
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, endpoint_.rate > 0 ? 16L << 10 : 512L << 10);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(endpoint_.connect_timeout * 1000));
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, slowest);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(std::ceil(endpoint_.idle_timeout)));
    const auto rate = static_cast<curl_off_t>(endpoint_.rate);
    curl_easy_setopt(handle, CURLOPT_MAX_RECV_SPEED_LARGE, rate);
    curl_easy_setopt(handle, CURLOPT_MAX_SEND_SPEED_LARGE, rate);
    set_identity();
    List headers;
    for (const std::string& header : request.headers) {
      headers.reset(curl_slist_append(headers.release(), header.c_str()));
    }
    const std::string& token = endpoint_.credentials.token;
    if (!token.empty()) headers.reset(curl_slist_append(headers.release(), ("Authorization: Bearer " + token).c_str()));
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    if (request.body != nullptr) set_body(*request.body, attempt);
    if (request.is_text) curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &attempt);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &attempt);
    return curl_easy_perform(handle);
  }

  void set_identity() {
    const Credentials& identity = endpoint_.credentials;
    if (!identity.user.empty()) curl_easy_setopt(handle_.get(), CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    set_text(CURLOPT_USERNAME, identity.user);
    set_text(CURLOPT_PASSWORD, identity.password);
    set_text(CURLOPT_SSLCERT, identity.certificate);
    set_text(CURLOPT_SSLKEY, identity.key);
    set_text(CURLOPT_KEYPASSWD, identity.key_password);
    set_text(CURLOPT_CAINFO, identity.authority);
    // Else the system's folder of certificates would be trusted as well.
    if (!identity.authority.empty()) curl_easy_setopt(handle_.get(), CURLOPT_CAPATH, nullptr);
  }

  void set_body(RequestBody& body, Try& attempt) {
    CURL* handle = handle_.get();
    body.restart();
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(handle, CURLOPT_READDATA, &attempt);
    curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, on_seek);
    curl_easy_setopt(handle, CURLOPT_SEEKDATA, &attempt);
  }

  static Exchange ended(CURLcode code, Try& attempt) {
    if (attempt.problem != nullptr) return {attempt.head.status, attempt.problem, false};
    if (code != CURLE_OK && !attempt.is_cut) {
      const Failing failing = failing_of(code);
      return {0, failing.problem, failing.is_lasting};
    }
    const char* problem = attempt.give_head();
    if (problem == nullptr) problem = attempt.sink.end();
    const int status = attempt.head.status;
    if (status < 200 || status > 299)
      return {status, "the server answered " + std::to_string(status), !may_retry(status)};
    return {status, problem == nullptr ? "" : problem, false};
  }

  Endpoint endpoint_;
  Wait wait_;
  std::uint64_t seed_ = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  std::unique_ptr<CURL, HandleEnd> handle_;
};

Client::Client(const Endpoint& endpoint, Wait wait) : state_(std::make_unique<State>(endpoint, std::move(wait))) {}
Client::~Client() = default;

Exchange Client::get(const std::string& path, const std::string& accept, ReplySink& sink) {
  return run({path, {"Accept: " + accept}, nullptr, false}, sink);
}

Exchange Client::get_text(const std::string& path, const std::string& accept, ReplySink& sink) {
  return run({path, {"Accept: " + accept}, nullptr, true}, sink);
}

Exchange Client::post(const std::string& path, const std::vector<std::string>& headers, RequestBody& body,
                      ReplySink& sink) {
  Request request{path, headers, &body};
  request.headers.emplace_back("Expect:");  // else libcurl waits a second for a server that does not know of it
  return run(request, sink);
}

Exchange Client::run(const Request& request, ReplySink& sink) {
  for (int tried = 1;; ++tried) {
    std::optional<double> asked;
    sink.restart();
    Exchange exchange = state_->once(request, sink, asked);
    if (exchange || exchange.is_lasting || !sink.wants_retry()) return exchange;
    const std::optional<double> seconds = wait_before_retry(state_->rule(), tried, asked, state_->chance());
    if (!seconds) return exchange;
    state_->wait(*seconds);
  }
}

}  // namespace cxrval::dicomweb
