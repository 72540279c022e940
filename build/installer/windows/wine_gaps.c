/* What Windows 10 has and Debian's wine lacks, as far as the program asks for it. These libraries go into the wine folder
   that the program is built and tested in, never into the program.

   One file, three libraries: -DGAP_ICUUC, -DGAP_BCRYPTPRIMITIVES, -DGAP_UCRTBASE. */

#include <windows.h>

#define EXPORT __declspec(dllexport)

#ifdef GAP_ICUUC
/* Qt asks ICU for character sets other than Unicode and Latin 1: there are none here. */
#define U_FILE_ACCESS_ERROR 4
EXPORT void *ucnv_open(const char *name, int *status) { (void)name; *status = U_FILE_ACCESS_ERROR; return NULL; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *status)
{
    (void)name; (void)standard; *status = U_FILE_ACCESS_ERROR; return NULL;
}
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getAvailableName(int n) { (void)n; return NULL; }
EXPORT const char *ucnv_getName(void *c, int *status) { (void)c; *status = U_FILE_ACCESS_ERROR; return NULL; }
EXPORT signed char ucnv_getMaxCharSize(void *c) { (void)c; return 0; }
#define NOTHING(name) EXPORT int name(void) { return 0; }
NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NOTHING(ucnv_cbFromUWriteUChars)
NOTHING(ucnv_cbToUWriteUChars)
NOTHING(ucnv_close)
NOTHING(ucnv_fromUCountPending)
NOTHING(ucnv_fromUnicode)
NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_getToUCallBack)
NOTHING(ucnv_reset)
NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_setToUCallBack)
NOTHING(ucnv_toUCountPending)
NOTHING(ucnv_toUnicode)
#endif

#ifdef GAP_BCRYPTPRIMITIVES
/* Rust's standard library draws its random numbers here. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);
EXPORT BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T length)
{
    while (length) {
        ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
        if (!SystemFunction036(buffer, part))
            return FALSE;
        buffer += part;
        length -= part;
    }
    return TRUE;
}
#endif

#ifdef GAP_UCRTBASE
/* NumPy calls the complex functions of the C library. Microsoft hands complex numbers over as structures. */
#include <complex.h>
typedef struct { float re, im; } F;
typedef struct { double re, im; } D;
static inline float complex f_in(F z) { return __builtin_complex(z.re, z.im); }
static inline double complex d_in(D z) { return __builtin_complex(z.re, z.im); }
static inline F f_out(float complex z) { F r = {__real__ z, __imag__ z}; return r; }
static inline D d_out(double complex z) { D r = {__real__ z, __imag__ z}; return r; }
/* `long double` is `double` there. */
#define COMPLEX(name) \
    EXPORT F gap_##name##f(F z) { return f_out(name##f(f_in(z))); } \
    EXPORT D gap_##name(D z) { return d_out(name(d_in(z))); } \
    EXPORT D gap_##name##l(D z) { return d_out(name(d_in(z))); }
#define REAL(name) \
    EXPORT float gap_##name##f(F z) { return name##f(f_in(z)); } \
    EXPORT double gap_##name(D z) { return name(d_in(z)); } \
    EXPORT double gap_##name##l(D z) { return name(d_in(z)); }
COMPLEX(ccos) COMPLEX(ccosh) COMPLEX(cexp) COMPLEX(csin) COMPLEX(csinh) COMPLEX(ctan) COMPLEX(ctanh)
COMPLEX(clog) COMPLEX(csqrt)
REAL(cabs) REAL(carg) REAL(cimag) REAL(creal)
EXPORT F gap_cpowf(F a, F b) { return f_out(cpowf(f_in(a), f_in(b))); }
EXPORT D gap_cpow(D a, D b) { return d_out(cpow(d_in(a), d_in(b))); }
EXPORT D gap_cpowl(D a, D b) { return d_out(cpow(d_in(a), d_in(b))); }
#endif
