// SPDX-License-Identifier: Apache-2.0
#include "infer/swish.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#else
#include <cmath>
#endif

namespace cxrval::infer {

#if defined(__x86_64__)
namespace {

constexpr float bound = 87;
constexpr float binary_logarithm_of_e = 1.442695041F;
constexpr float natural_logarithm_of_2 = 0.6931471806F;

// exp is a power of two times Taylor's series of what is left, at most ln(2) / 2. The second operand of max and min
// stays when it is no number.

// The reciprocal is the processor's to 14 bits with one step of Newton's. Masks of all ones: GCC 12 warns of the rest.
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]] void swish_16(const float* in,
                                                                                            std::size_t floats,
                                                                                            float* out) {
  constexpr __mmask16 all = 0xFFFF;
  const __m512 low = _mm512_set1_ps(-bound);
  const __m512 high = _mm512_set1_ps(bound);
  for (std::size_t i = 0; i < floats; i += 16) {
    const __m512 x = _mm512_loadu_ps(in + i);
    const __m512 exponent = _mm512_maskz_min_ps(all, high, _mm512_maskz_max_ps(all, low, -x));
    const __m512 whole = _mm512_maskz_roundscale_ps(all, exponent * binary_logarithm_of_e, 0);
    const __m512 rest = _mm512_fnmadd_ps(whole, _mm512_set1_ps(natural_logarithm_of_2), exponent);
    __m512 series = rest * (1.0F / 720) + 1.0F / 120;
    series = series * rest + 1.0F / 24;
    series = series * rest + 1.0F / 6;
    series = series * rest + 0.5F;
    series = series * rest + 1.0F;
    series = series * rest + 1.0F;
    const __m512 divisor = _mm512_maskz_scalef_ps(all, series, whole) + 1.0F;
    const __m512 about = _mm512_maskz_rcp14_ps(all, divisor);
    _mm512_storeu_ps(out + i, x * (about * (2.0F - about * divisor)));
  }
}

// A power of two is made by writing its exponent, which lies in -126 to 126.
[[gnu::target("avx2,fma")]] void swish_8(const float* in, std::size_t floats, float* out) {
  const __m256 low = _mm256_set1_ps(-bound);
  const __m256 high = _mm256_set1_ps(bound);
  for (std::size_t i = 0; i < floats; i += 8) {
    const __m256 x = _mm256_loadu_ps(in + i);
    const __m256 exponent = _mm256_min_ps(high, _mm256_max_ps(low, -x));
    const __m256 whole =
        _mm256_round_ps(exponent * binary_logarithm_of_e, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m256 rest = _mm256_fnmadd_ps(whole, _mm256_set1_ps(natural_logarithm_of_2), exponent);
    __m256 series = rest * (1.0F / 720) + 1.0F / 120;
    series = series * rest + 1.0F / 24;
    series = series * rest + 1.0F / 6;
    series = series * rest + 0.5F;
    series = series * rest + 1.0F;
    series = series * rest + 1.0F;
    const __m256i power = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(whole), _mm256_set1_epi32(127)), 23);
    _mm256_storeu_ps(out + i, x / (series * _mm256_castsi256_ps(power) + 1.0F));
  }
}

}  // namespace

void swish(const float* in, std::size_t floats, int block, float* out) {
  block == 16 ? swish_16(in, floats, out) : swish_8(in, floats, out);
}
#else
void swish(const float* in, std::size_t floats, int, float* out) {
  for (std::size_t i = 0; i < floats; ++i) out[i] = in[i] / (1 + std::exp(-in[i]));
}
#endif

}  // namespace cxrval::infer
