/* The alliance month of kernel_month.py by hand, in two ways.

   rows   one run after the other, as one would write it in plain C
   lanes  eight runs side by side in vector registers: the limit to measure against

   Both draw from the same addresses as the compiled rules and must count the same events. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { OUTPUTS = 10 };
static const double K0 = -5.0, K1 = 1.0, K2 = 1.0;
static const double H0 = -2.0, H1 = 1.0, H2 = 0.3, H3 = 1.0, H4 = 1.0, H5 = 1.5, H6 = 0.5;
static const double G = 0.3, F = 0.98, M = 0.9;
static const double X0 = -7.0, X1 = 2.0, X2 = 1.0, X3 = 1.5;
static const double Z = 0.01, P = 0.05, A = 0.02, SCALE = 0x1p-32;

static inline void philox(uint32_t k0, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3,
                          uint32_t *out) {
  uint32_t k1 = 0;
  for (int r = 0; r < 10; r++) {
    uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
    uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1, c3 = (uint32_t)p0, c0 = n0, c2 = n2;
    k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

static inline double unit(uint32_t w) { return ((double)w + 0.5) * SCALE; }
static inline double sig(double z) { return 1.0 / (1.0 + exp(-z)); }

/* ---- rows --------------------------------------------------------------------------------- */

static void one_run(uint32_t seed, uint32_t run, int months, int n, const double *c,
                    const double *e, const double *d, const double *w, double *s, double *out) {
  double *x = s, *on = s + n, *a = s + 2 * n, *b = s + 3 * n, *rep = s + 4 * n, *duty = s + 5 * n;
  double *push = s + 6 * n, *shock = s + 7 * n, *helps = s + 8 * n, *refusals = s + 9 * n;
  for (int i = 0; i < n; i++) {
    x[i] = (i + 0.5) / n, on[i] = 1.0, a[i] = b[i] = 2.0, rep[i] = 0.5;
    duty[i] = helps[i] = refusals[i] = 0.0;
  }
  memset(out, 0, OUTPUTS * sizeof *out);
  double quo = 0.5;
  int members = n;
  for (int t = 0; t < months; t++) {
    double sum = 0.0, apart = 0.0, cohesion = 0.0;
    for (int i = 0; i < n; i++) sum += on[i] * x[i];
    if (members) {
      for (int i = 0; i < n; i++) apart += on[i] * fabs(x[i] - sum / members);
      cohesion = 1.0 - 2.0 * apart / members;
    }
    out[5] += cohesion;
    int leaving = 0;
    for (int i = 0; i < n; i++) {
      if (on[i] == 0.0) continue;
      uint32_t u[4];
      philox(seed, run, t, i, 0, u);
      double lost = 0.0;
      if (unit(u[0]) < sig(K0 + K1 * e[i] + K2 * (1.0 - cohesion))) {
        double strength = c[i];
        for (int j = 0; j < n; j++) {
          static _Thread_local uint32_t v[4];
          if (j % 4 == 0) philox(seed, run, t, i, 1 + j / 4, v);
          if (j == i || on[j] == 0.0) continue;
          double z = H0 + H1 * cohesion + H2 * n * c[j] - H3 * d[i * n + j] +
                     H4 * (1.0 - fabs(x[i] - x[j])) + H5 * rep[j] - H6 * duty[j];
          if (unit(v[j % 4]) < sig(z)) strength += c[j], helps[j] += 1.0;
          else refusals[j] += 1.0;
        }
        double won = unit(u[1]) < strength * strength / (strength * strength + G * G);
        out[0] += 1.0, out[2] += won, lost = 1.0 - won;
      }
      push[i] = unit(u[2]) < sig(X0 + X1 * (1.0 - cohesion) + X2 * (0.5 - rep[i]) + X3 * lost);
      leaving += push[i] > 0.0;
      shock[i] = Z * log(unit(u[3]) / (1.0 - unit(u[3])));
    }
    for (int i = 0; i < n; i++) {
      if (on[i] == 0.0) continue;
      out[1] += helps[i];
      a[i] = 1.0 + F * (a[i] - 1.0) + helps[i], b[i] = 1.0 + F * (b[i] - 1.0) + refusals[i];
      rep[i] = a[i] / (a[i] + b[i]), duty[i] = M * duty[i] + helps[i];
      helps[i] = refusals[i] = 0.0;
      x[i] = fmin(fmax(x[i] + shock[i], 0.0), 1.0);
      if (push[i] > 0.0) on[i] = 0.0;
    }
    out[3] += leaving, members -= leaving;
    if (members > 1) {
      for (int i = 0; i < n; i++) push[i] = 0.0;
      for (int j = 0; j < n; j++)
        if (on[j] > 0.0)
          for (int i = 0; i < n; i++) {
            double g = x[j] - x[i];
            push[i] += w[j * n + i] * g / (1.0 + 4.0 * g * g);
          }
      for (int i = 0; i < n; i++) x[i] += on[i] * push[i] * (P / (members - 1));
    }
    if (members > 0) {
      double total = 0.0, weights = 0.0;
      int objects = 0;
      for (int i = 0; i < n; i++) total += on[i] * c[i] * x[i], weights += on[i] * c[i];
      double draft = total / weights;
      for (int i = 0; i < n; i++)
        objects |= on[i] > 0.0 && fabs(x[i] - draft) > fabs(x[i] - quo) + A;
      if (!objects) quo = draft, out[4] += 1.0;
    }
  }
  out[5] /= months, out[7] = quo, out[8] = members;
  for (int i = 0; i < n; i++)
    if (on[i] > 0.0) out[6] += rep[i] / members, out[9] += x[i] / members;
}

void rows(uint32_t seed, int months, int n, int runs, const double *c, const double *e,
          const double *d, const double *w, double *out) {
  double *s = malloc(10 * n * sizeof *s);
  for (int r = 0; r < runs; r++) one_run(seed, r, months, n, c, e, d, w, s, out + r * OUTPUTS);
  free(s);
}

/* ---- lanes -------------------------------------------------------------------------------- */

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#include <immintrin.h>
enum { L = 8 };
typedef double V __attribute__((vector_size(64)));
typedef int64_t I __attribute__((vector_size(64)));
typedef uint64_t U __attribute__((vector_size(64)));
V _ZGVeN8v_exp(V);
V _ZGVeN8v_log(V);
#define VEXP _ZGVeN8v_exp
#define VLOG _ZGVeN8v_log
static inline U mul32(U a, U b) { return (U)_mm512_mul_epu32((__m512i)a, (__m512i)b); }
static inline V todouble(U a) { return (V)_mm512_cvtepu64_pd((__m512i)a); }
#elif defined(__AVX2__)
#include <immintrin.h>
enum { L = 4 };
typedef double V __attribute__((vector_size(32)));
typedef int64_t I __attribute__((vector_size(32)));
typedef uint64_t U __attribute__((vector_size(32)));
V _ZGVdN4v_exp(V);
V _ZGVdN4v_log(V);
#define VEXP _ZGVdN4v_exp
#define VLOG _ZGVdN4v_log
static inline U mul32(U a, U b) { return (U)_mm256_mul_epu32((__m256i)a, (__m256i)b); }
static inline V todouble(U a) {
  V out;
  for (int k = 0; k < L; k++) out[k] = (double)a[k];
  return out;
}
#endif

#ifdef VEXP
static const U LOW = {0};
static inline V all(double v) { return v - (V){0}; }
static inline V pick(I yes, V a, V b) { return (V)((yes & (I)a) | (~yes & (I)b)); }
static inline V vabs(V a) { return (V)((I)a & 0x7FFFFFFFFFFFFFFFll); }
static inline V vsig(V z) { return 1.0 / (1.0 + VEXP(-z)); }
static inline V vunit(U w) { return (todouble(w) + 0.5) * SCALE; }
static inline int any(I m) {
  int64_t o = 0;
  for (int k = 0; k < L; k++) o |= m[k];
  return o != 0;
}

static inline void vphilox(uint32_t seed, U c0, U c1, U c2, U c3, U *out) {
  const U m0 = LOW + 0xD2511F53u, m1 = LOW + 0xCD9E8D57u, mask = LOW + 0xFFFFFFFFu;
  uint32_t k0 = seed, k1 = 0;
  for (int r = 0; r < 10; r++) { /* upper halves hold rubbish: the product reads the lower ones */
    U p0 = mul32(m0, c0), p1 = mul32(m1, c2);
    c0 = (p1 >> 32) ^ c1 ^ k0, c2 = (p0 >> 32) ^ c3 ^ k1;
    c1 = p1, c3 = p0;
    c0 &= mask, c2 &= mask, c1 &= mask, c3 &= mask;
    k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

typedef struct {
  V *x, *on, *a, *b, *rep, *duty, *push, *shock, *helps, *refusals;
} State;

/* One crisis of one lane: the others are worked through L at a time. */
static double face(uint32_t seed, uint32_t run, int t, int i, int lane, int n, double cohesion,
                   double u, const double *c, const double *d, State *s) {
  double strength = c[i], xi = s->x[i][lane];
  U zero = LOW, block;
  for (int k = 0; k < L; k++) block[k] = k + 1;
  for (int j0 = 0; j0 < n; j0 += 4 * L, block += L) {
    U word[4];
    vphilox(seed, zero + run, zero + (uint64_t)t, zero + (uint64_t)i, block, word);
    for (int q = 0; q < 4; q++) {
      V z = all(0.0);
      for (int k = 0; k < L; k++) {
        int j = j0 + 4 * k + q;
        if (j < n)
          z[k] = H0 + H1 * cohesion + H2 * n * c[j] - H3 * d[i * n + j] +
                 H4 * (1.0 - fabs(xi - s->x[j][lane])) + H5 * s->rep[j][lane] -
                 H6 * s->duty[j][lane];
      }
      I yes = vunit(word[q]) < vsig(z);
      for (int k = 0; k < L; k++) {
        int j = j0 + 4 * k + q;
        if (j >= n || j == i || s->on[j][lane] == 0.0) continue;
        if (yes[k]) strength += c[j], s->helps[j][lane] += 1.0;
        else s->refusals[j][lane] += 1.0;
      }
    }
  }
  return u < strength * strength / (strength * strength + G * G);
}

static void one_group(uint32_t seed, uint32_t first, int months, int n, const double *c,
                      const double *e, const double *d, const double *w, V *m, V *o) {
  State s = {m,         m + n,     m + 2 * n, m + 3 * n, m + 4 * n,
             m + 5 * n, m + 6 * n, m + 7 * n, m + 8 * n, m + 9 * n};
  V none = all(0.0), quo = all(0.5), members = all(n);
  U run;
  for (int k = 0; k < L; k++) run[k] = first + k;
  for (int i = 0; i < n; i++) {
    s.x[i] = all((i + 0.5) / n), s.on[i] = all(1.0), s.a[i] = s.b[i] = all(2.0);
    s.rep[i] = all(0.5), s.duty[i] = s.helps[i] = s.refusals[i] = none;
  }
  for (int k = 0; k < OUTPUTS; k++) o[k] = none;
  for (int t = 0; t < months; t++) {
    V sum = none, apart = none;
    V least = pick(members > 0.0, members, all(1.0));
    for (int i = 0; i < n; i++) sum += s.on[i] * s.x[i];
    V mean = sum / least;
    for (int i = 0; i < n; i++) apart += s.on[i] * vabs(s.x[i] - mean);
    V cohesion = pick(members > 0.0, 1.0 - 2.0 * apart / least, none);
    o[5] += cohesion;
    V calm = VEXP(-(K0 + K2 * (1.0 - cohesion))), leaving = none;
    for (int i = 0; i < n; i++) {
      U word[4];
      vphilox(seed, run, LOW + (uint64_t)t, LOW + (uint64_t)i, LOW, word);
      I here = s.on[i] > 0.0;
      I crisis = (vunit(word[0]) * (1.0 + calm * e[i]) < 1.0) & here; /* e holds exp(-K1 e_i) */
      V lost = none;
      if (any(crisis))
        for (int k = 0; k < L; k++)
          if (crisis[k]) {
            double won = face(seed, first + k, t, i, k, n, cohesion[k], unit(word[1][k]), c, d, &s);
            o[0][k] += 1.0, o[2][k] += won, lost[k] = 1.0 - won;
          }
      V u2 = vunit(word[2]), u3 = vunit(word[3]);
      V z = X0 + X1 * (1.0 - cohesion) + X2 * (0.5 - s.rep[i]) + X3 * lost;
      V go = pick((u2 * (1.0 + VEXP(-z)) < 1.0) & here, all(1.0), none);
      s.push[i] = go, leaving += go;
      s.shock[i] = Z * VLOG(u3 / (1.0 - u3));
    }
    for (int i = 0; i < n; i++) {
      I here = s.on[i] > 0.0;
      V helps = s.helps[i];
      o[1] += helps;
      s.a[i] = 1.0 + F * (s.a[i] - 1.0) + helps;
      s.b[i] = 1.0 + F * (s.b[i] - 1.0) + s.refusals[i];
      s.rep[i] = s.a[i] / (s.a[i] + s.b[i]), s.duty[i] = M * s.duty[i] + helps;
      s.helps[i] = s.refusals[i] = none;
      V x = s.x[i] + s.shock[i];
      x = pick(x > 0.0, x, none), x = pick(x < 1.0, x, all(1.0));
      s.x[i] = pick(here, x, s.x[i]), s.on[i] -= s.push[i];
    }
    o[3] += leaving, members -= leaving;
    V pace = pick(members > 1.0, P / (members - 1.0), none);
    for (int i = 0; i < n; i++) s.push[i] = none;
    for (int i = 0; i < n; i++) /* the pull of j on i and of i on j share the division */
      for (int j = 0; j < i; j++) {
        V g = s.x[j] - s.x[i], p = g / (1.0 + 4.0 * g * g);
        s.push[i] += w[j * n + i] * s.on[j] * p, s.push[j] -= w[i * n + j] * s.on[i] * p;
      }
    V total = none, weights = none;
    for (int i = 0; i < n; i++) {
      s.x[i] += s.on[i] * s.push[i] * pace;
      total += s.on[i] * c[i] * s.x[i], weights += s.on[i] * c[i];
    }
    V draft = total / pick(weights > 0.0, weights, all(1.0));
    I passes = members > 0.0;
    for (int i = 0; i < n; i++)
      passes &= ~((s.on[i] > 0.0) & (vabs(s.x[i] - draft) > vabs(s.x[i] - quo) + A));
    quo = pick(passes, draft, quo), o[4] += pick(passes, all(1.0), none);
  }
  o[5] /= (double)months, o[7] = quo, o[8] = members;
  V least = pick(members > 0.0, members, all(1.0));
  for (int i = 0; i < n; i++) o[6] += s.on[i] * s.rep[i] / least, o[9] += s.on[i] * s.x[i] / least;
}

int lanes(uint32_t seed, int months, int n, int runs, const double *c, const double *e,
          const double *d, const double *w, double *out) {
  V *m = aligned_alloc(sizeof(V), 10 * n * sizeof(V)), o[OUTPUTS];
  double *ee = malloc(n * sizeof *ee);
  for (int i = 0; i < n; i++) ee[i] = exp(-K1 * e[i]);
  for (int first = 0; first < runs; first += L) {
    one_group(seed, first, months, n, c, ee, d, w, m, o);
    for (int k = 0; k < L && first + k < runs; k++)
      for (int j = 0; j < OUTPUTS; j++) out[(first + k) * OUTPUTS + j] = o[j][k];
  }
  free(m), free(ee);
  return L;
}
#else
int lanes(uint32_t seed, int months, int n, int runs, const double *c, const double *e,
          const double *d, const double *w, double *out) {
  rows(seed, months, n, runs, c, e, d, w, out);
  return 1; /* no vector unit this file knows: the limit is the plain version */
}
#endif
