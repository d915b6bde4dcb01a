// SPDX-License-Identifier: Apache-2.0
#include "stats/fleiss_kappa.hpp"

#include "stats/vanishing.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

namespace cxrval::stats {
namespace {

struct Account {
  double pairs = 0;  // share of the study's pairs of ratings that are equal
  std::vector<double> shares;
  std::uint64_t ratings = 0;
  std::uint32_t patient = 0;
};

Account account_of(const RatedStudy& study) {
  Account account;
  account.patient = study.patient;
  std::uint64_t equal = 0;
  for (const std::uint64_t times : study.times) {
    account.ratings += times;
    equal += times * (times - std::min<std::uint64_t>(times, 1));
  }
  if (account.ratings < 2) return account;
  const auto ratings = static_cast<double>(account.ratings);
  account.pairs = static_cast<double>(equal) / (ratings * (ratings - 1));
  for (const std::uint32_t times : study.times) account.shares.push_back(times / ratings);
  return account;
}

std::vector<Account> accounts_of(std::span<const RatedStudy> studies) {
  std::vector<Account> accounts;
  for (const RatedStudy& study : studies) {
    if (study.times.size() != studies.front().times.size()) {
      throw std::invalid_argument("fleiss_kappa: studies differ in their classes");
    }
    Account account = account_of(study);
    if (account.ratings >= 2) accounts.push_back(std::move(account));
  }
  return accounts;
}

std::vector<double> margins_of(const std::vector<Account>& accounts) {
  std::vector<double> margins(accounts.front().shares.size());
  for (const Account& account : accounts) {
    for (std::size_t j = 0; j < margins.size(); ++j) margins[j] += account.shares[j];
  }
  for (double& margin : margins) margin /= static_cast<double>(accounts.size());
  return margins;
}

// Of a sum of independent terms over n units, divided by `size`.
std::optional<double> error_of(double squares, std::size_t units, std::size_t size) {
  if (units < 2) return std::nullopt;
  const auto n = static_cast<double>(units);
  return std::sqrt(squares * n / (n - 1)) / static_cast<double>(size);
}

double square(double x) {
  return x * x;
}

// A sum of terms, and of their sizes.
struct Pull {
  double sum = 0;
  double size = 0;
};

void add_errors(const std::vector<Account>& accounts, const std::vector<double>& margins, FleissKappa& found) {
  std::map<std::uint32_t, Pull> by_patient;
  double squares = 0;
  for (const Account& account : accounts) {
    double chance = 0;
    for (std::size_t j = 0; j < margins.size(); ++j) chance += margins[j] * account.shares[j];
    const double apart = 2 * (1 - *found.estimate);
    const Pull pull{account.pairs - found.observed - apart * (chance - found.expected),
                    account.pairs + found.observed + apart * (chance + found.expected)};
    squares += square(without_rounding(pull.sum, pull.size) / (1 - found.expected));
    by_patient[account.patient].sum += pull.sum;
    by_patient[account.patient].size += pull.size;
  }
  double clustered = 0;
  for (const auto& [patient, pull] : by_patient) {
    clustered += square(without_rounding(pull.sum, pull.size) / (1 - found.expected));
  }
  found.patients = by_patient.size();
  found.standard_error = error_of(squares, accounts.size(), accounts.size());
  found.robust_standard_error = error_of(clustered, by_patient.size(), accounts.size());
}

std::optional<double> null_error(const std::vector<Account>& accounts, const std::vector<double>& margins) {
  const std::uint64_t ratings = accounts.front().ratings;
  const auto equally_many = [ratings](const Account& account) { return account.ratings == ratings; };
  if (!std::all_of(accounts.begin(), accounts.end(), equally_many)) return std::nullopt;
  double spread = 0;
  double skew = 0;
  for (const double margin : margins) {
    spread += margin * (1 - margin);
    skew += margin * (1 - margin) * (1 - 2 * margin);
  }
  const auto m = static_cast<double>(ratings);
  const auto n = static_cast<double>(accounts.size());
  return std::sqrt(2 / (n * m * (m - 1))) * std::sqrt(std::max(spread * spread - skew, 0.0)) / spread;
}

bool one_class_only(const std::vector<double>& margins) {
  return std::count_if(margins.begin(), margins.end(), [](double margin) { return margin > 0; }) < 2;
}

}  // namespace

FleissKappa fleiss_kappa(std::span<const RatedStudy> studies) {
  FleissKappa found;
  const std::vector<Account> accounts = accounts_of(studies);
  found.studies = accounts.size();
  found.left_out = studies.size() - accounts.size();
  if (accounts.empty()) {
    found.reason = "no study has two ratings";
    return found;
  }
  const std::vector<double> margins = margins_of(accounts);
  for (const Account& account : accounts) found.observed += account.pairs;
  found.observed /= static_cast<double>(accounts.size());
  for (const double margin : margins) found.expected += margin * margin;
  if (one_class_only(margins)) {
    found.reason = "all ratings name one class, so agreement by chance is certain";
    return found;
  }
  const auto agrees = [](const Account& account) { return account.pairs == 1; };
  const bool perfect = std::all_of(accounts.begin(), accounts.end(), agrees);
  found.estimate = perfect ? 1 : (found.observed - found.expected) / (1 - found.expected);
  add_errors(accounts, margins, found);
  found.null_standard_error = null_error(accounts, margins);
  return found;
}

}  // namespace cxrval::stats
