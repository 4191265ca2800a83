// Still images: decoding, encoding, resampling and drawing by OpenCV behind a C interface.
// Pixels are 8-bit RGB, interleaved; a row starts `stride` bytes after the one before. All buffers belong to the caller,
// who has checked every size; only a decoded image lives here, until imaging_decoded_take or imaging_decoded_free.
#include "border.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

thread_local std::string last_error;
std::atomic<long long> live_handles{0};

// OpenCV's own message without its version, file and line; they help nobody who only has a bad file.
std::string plain_message(const std::exception& error) {
    if (const auto* known = dynamic_cast<const cv::Exception*>(&error))
        return known->err;
    return error.what();
}

namespace {

struct Decoded {
    cv::Mat pixels;
    Decoded() { ++live_handles; }
    ~Decoded() { --live_handles; }
};

cv::Mat view(const uint8_t* data, int width, int height, int stride) {
    return cv::Mat(height, width, CV_8UC3, const_cast<uint8_t*>(data), static_cast<size_t>(stride));
}

// OpenCV reallocates an output that does not fit, and then the caller's buffer would silently keep its old content.
void require_in_place(const cv::Mat& result, const uint8_t* buffer) {
    if (result.data != buffer)
        throw std::runtime_error("the result does not fit the given buffer");
}

// 0xRRGGBB
cv::Scalar colour(int rgb) {
    return cv::Scalar((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255);
}

// Drawing coordinates come in 1/16 pixel.
constexpr int FractionBits = 4;

std::vector<cv::Point> points(const int* xy, int count) {
    std::vector<cv::Point> result(static_cast<size_t>(count));
    for (int i = 0; i < count; i++)
        result[i] = cv::Point(xy[2 * i], xy[2 * i + 1]);
    return result;
}

} // namespace

SPIKESHARP_API const char* imaging_error() { return last_error.c_str(); }

SPIKESHARP_API long long imaging_live_handles() { return live_handles; }

// Once, before anything else: OpenCV neither prints nor starts threads of its own (loader threads call it in parallel).
SPIKESHARP_API int imaging_initialise() {
    return guarded([] {
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
        cv::setNumThreads(0);
        return Done;
    });
}

SPIKESHARP_API const char* imaging_version() { return CV_VERSION; }

SPIKESHARP_API int imaging_decode(const uint8_t* bytes, int length, void** decoded, int* width, int* height) {
    return guarded([&] {
        auto* image = new Decoded;
        try {
            const cv::Mat encoded(1, length, CV_8UC1, const_cast<uint8_t*>(bytes));
            take_jpeg_data_lost();
            cv::imdecode(encoded, cv::IMREAD_COLOR, &image->pixels);
            if (image->pixels.empty())
                throw std::runtime_error("the decoder refuses its data");
            if (take_jpeg_data_lost())
                throw std::runtime_error("its JPEG data are damaged and part of the picture is lost; fetch or write it again");
        } catch (...) {
            delete image;
            throw;
        }
        *decoded = image;
        *width = image->pixels.cols;
        *height = image->pixels.rows;
        return Done;
    });
}

// Copies the decoded image out as RGB and frees it, whatever the result.
SPIKESHARP_API int imaging_decoded_take(void* decoded, uint8_t* pixels) {
    auto* image = static_cast<Decoded*>(decoded);
    const int result = guarded([&] {
        cv::Mat rgb = view(pixels, image->pixels.cols, image->pixels.rows, image->pixels.cols * 3);
        cv::cvtColor(image->pixels, rgb, cv::COLOR_BGR2RGB);
        require_in_place(rgb, pixels);
        return Done;
    });
    delete image;
    return result;
}

SPIKESHARP_API void imaging_decoded_free(void* decoded) { delete static_cast<Decoded*>(decoded); }

// Encodes into `*encoded` (freed by imaging_encoded_free). quality: 0..100 for .jpg and .webp, negative for the default.
SPIKESHARP_API int imaging_encode(const uint8_t* pixels, int width, int height, const char* extension, int quality,
                                  void** encoded, const uint8_t** bytes, long long* length) {
    return guarded([&] {
        cv::Mat bgr;
        cv::cvtColor(view(pixels, width, height, width * 3), bgr, cv::COLOR_RGB2BGR);
        std::vector<int> options;
        if (quality >= 0 && !std::strcmp(extension, ".jpg"))
            options = {cv::IMWRITE_JPEG_QUALITY, quality};
        if (quality >= 0 && !std::strcmp(extension, ".webp"))
            options = {cv::IMWRITE_WEBP_QUALITY, quality};
        std::vector<uchar> result;
        if (!cv::imencode(extension, bgr, result, options))
            throw std::runtime_error("the encoder refuses the image");
        auto* kept = new std::vector<uchar>(std::move(result));
        ++live_handles;
        *encoded = kept;
        *bytes = kept->data();
        *length = static_cast<long long>(kept->size());
        return Done;
    });
}

SPIKESHARP_API void imaging_encoded_free(void* encoded) {
    delete static_cast<std::vector<uchar>*>(encoded);
    --live_handles;
}

// interpolation: 1 bilinear, 3 area (OpenCV's numbers)
SPIKESHARP_API int imaging_resize(const uint8_t* source, int source_width, int source_height, int source_stride,
                                  uint8_t* target, int width, int height, int stride, int interpolation) {
    return guarded([&] {
        cv::Mat result = view(target, width, height, stride);
        cv::resize(view(source, source_width, source_height, source_stride), result, result.size(), 0, 0, interpolation);
        require_in_place(result, target);
        return Done;
    });
}

// matrix: 2x3, row-major, source to target. Bilinear; what lies outside the source is `border` (0xRRGGBB).
SPIKESHARP_API int imaging_warp_affine(const uint8_t* source, int source_width, int source_height, uint8_t* target,
                                       int width, int height, const double* matrix, int border) {
    return guarded([&] {
        cv::Mat result = view(target, width, height, width * 3);
        const cv::Mat transform(2, 3, CV_64FC1, const_cast<double*>(matrix));
        cv::warpAffine(view(source, source_width, source_height, source_width * 3), result, transform, result.size(),
                       cv::INTER_LINEAR, cv::BORDER_CONSTANT, colour(border));
        require_in_place(result, target);
        return Done;
    });
}

// In place: RGB to OpenCV's 8-bit HSV (hue 0..179), one 256-entry table a channel (tables: H, S, V), and back.
// Goes in bands of rows, so that the HSV copy stays in the cache.
SPIKESHARP_API int imaging_hsv_tables(uint8_t* pixels, int width, int height, const uint8_t* tables) {
    return guarded([&] {
        const int band = std::max(1, 65536 / (3 * width));
        cv::Mat hsv(band, width, CV_8UC3);
        for (int y = 0; y < height; y += band) {
            const int rows = std::min(band, height - y);
            uint8_t* start = pixels + static_cast<size_t>(y) * width * 3;
            cv::Mat rgb = view(start, width, rows, width * 3);
            cv::Mat part = hsv.rowRange(0, rows);
            cv::cvtColor(rgb, part, cv::COLOR_RGB2HSV);
            uint8_t* value = part.data;
            for (uint8_t* end = value + static_cast<size_t>(rows) * width * 3; value < end; value += 3) {
                value[0] = tables[value[0]];
                value[1] = tables[256 + value[1]];
                value[2] = tables[512 + value[2]];
            }
            cv::cvtColor(part, rgb, cv::COLOR_HSV2RGB);
            require_in_place(rgb, start);
        }
        return Done;
    });
}

// In place. horizontal: 1 mirrors left and right, 0 top and bottom.
SPIKESHARP_API int imaging_flip(uint8_t* pixels, int width, int height, int horizontal) {
    return guarded([&] {
        cv::Mat image = view(pixels, width, height, width * 3);
        cv::flip(image, image, horizontal ? 1 : 0);
        require_in_place(image, pixels);
        return Done;
    });
}

// Interleaved RGB to three planes of width*height bytes, one after the other.
SPIKESHARP_API int imaging_to_planes(const uint8_t* pixels, int width, int height, uint8_t* planes) {
    return guarded([&] {
        const size_t area = static_cast<size_t>(width) * height;
        cv::Mat channels[3];
        for (int c = 0; c < 3; c++)
            channels[c] = cv::Mat(height, width, CV_8UC1, planes + c * area);
        cv::split(view(pixels, width, height, width * 3), channels);
        for (int c = 0; c < 3; c++)
            require_in_place(channels[c], planes + c * area);
        return Done;
    });
}

// Drawing: anti-aliased; coordinates in 1/16 pixel, thickness in pixels, colours 0xRRGGBB.

SPIKESHARP_API int imaging_polyline(uint8_t* pixels, int width, int height, const int* xy, int count, int closed,
                                    int rgb, int thickness) {
    return guarded([&] {
        cv::Mat image = view(pixels, width, height, width * 3);
        cv::polylines(image, points(xy, count), closed != 0, colour(rgb), thickness, cv::LINE_AA, FractionBits);
        return Done;
    });
}

SPIKESHARP_API int imaging_fill_polygon(uint8_t* pixels, int width, int height, const int* xy, int count, int rgb) {
    return guarded([&] {
        cv::Mat image = view(pixels, width, height, width * 3);
        cv::fillPoly(image, std::vector<std::vector<cv::Point>>{points(xy, count)}, colour(rgb), cv::LINE_AA,
                     FractionBits);
        return Done;
    });
}

// thickness < 0 fills
SPIKESHARP_API int imaging_circle(uint8_t* pixels, int width, int height, int x, int y, int radius, int rgb,
                                  int thickness) {
    return guarded([&] {
        cv::Mat image = view(pixels, width, height, width * 3);
        cv::circle(image, cv::Point(x, y), radius, colour(rgb), thickness, cv::LINE_AA, FractionBits);
        return Done;
    });
}

// x, y: left end of the base line, whole pixels.
SPIKESHARP_API int imaging_text(uint8_t* pixels, int width, int height, const char* text, int x, int y, double scale,
                                int rgb, int thickness) {
    return guarded([&] {
        cv::Mat image = view(pixels, width, height, width * 3);
        cv::putText(image, text, cv::Point(x, y), cv::FONT_HERSHEY_SIMPLEX, scale, colour(rgb), thickness, cv::LINE_AA);
        return Done;
    });
}

SPIKESHARP_API int imaging_text_size(const char* text, double scale, int thickness, int* width, int* height,
                                     int* below) {
    return guarded([&] {
        const cv::Size size = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, scale, thickness, below);
        *width = size.width;
        *height = size.height;
        return Done;
    });
}
