// libjpeg prints every warning on stderr, and OpenCV offers no way to stop it or to learn of it. This library comes before libjpeg
// in the order in which OpenCV's symbols are looked up, so the jpeg_std_error here answers OpenCV's call: it keeps quiet and
// remembers whether picture data were lost. Without libjpeg's header the library is built without this, and libjpeg prints.
#include "border.h"

#if __has_include(<jpeglib.h>)

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <jpeglib.h>
#include <jerror.h>

namespace {

thread_local bool data_lost = false;

void emit(j_common_ptr info, int level) {
    if (level >= 0)
        return;
    info->err->num_warnings++;
    const int code = info->err->msg_code;
    // Bytes too many harm nothing; a bad code or data that end before the picture does leave part of it grey.
    if (code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_ARITH_BAD_CODE || code == JWRN_JPEG_EOF)
        data_lost = true;
}

void format(j_common_ptr, char* text) { std::strcpy(text, "the JPEG data are damaged"); }

void keep_quiet(j_common_ptr) {}

void reset(j_common_ptr info) {
    info->err->num_warnings = 0;
    info->err->msg_code = 0;
}

// Every user of libjpeg here sets its own; libjpeg's default ends the process too.
[[noreturn]] void leave(j_common_ptr) { std::abort(); }

} // namespace

SPIKESHARP_API struct jpeg_error_mgr* jpeg_std_error(struct jpeg_error_mgr* error) {
    std::memset(error, 0, sizeof *error);
    error->error_exit = leave;
    error->emit_message = emit;
    error->output_message = keep_quiet;
    error->format_message = format;
    error->reset_error_mgr = reset;
    return error;
}

bool take_jpeg_data_lost() {
    const bool lost = data_lost;
    data_lost = false;
    return lost;
}

#else

bool take_jpeg_data_lost() { return false; }

#endif
