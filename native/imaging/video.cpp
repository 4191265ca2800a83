// Video files by OpenCV (FFmpeg, and OpenCV's own Motion-JPEG reader and writer) behind the C interface.
#include "border.h"

#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <stdexcept>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

namespace {

template <class Device> struct Handle {
    Device device;
    Handle() { ++live_handles; }
    ~Handle() { --live_handles; }
};
using Reader = Handle<cv::VideoCapture>;
using Writer = Handle<cv::VideoWriter>;

// FFmpeg tells its own story of a bad file on stderr; OpenCV takes the level from the environment at its first use.
void silence_ffmpeg() {
    static std::once_flag once;
    std::call_once(once, [] { setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0); });
}

// Only readers of files: OpenCV would otherwise try cameras, numbered pictures and pipelines under the same name.
constexpr int FileBackends[] = {cv::CAP_FFMPEG, cv::CAP_OPENCV_MJPEG};

cv::Mat view(const uint8_t* pixels, int width, int height) {
    return cv::Mat(height, width, CV_8UC3, const_cast<uint8_t*>(pixels));
}

} // namespace

SPIKESHARP_API int imaging_video_open(const char* path, void** handle, int* width, int* height, double* rate,
                                      double* frames) {
    return guarded([&]() -> int {
        silence_ffmpeg();
        auto* reader = new Reader;
        try {
            for (int backend : FileBackends)
                if (reader->device.open(path, backend)) {
                    *handle = reader;
                    *width = static_cast<int>(reader->device.get(cv::CAP_PROP_FRAME_WIDTH));
                    *height = static_cast<int>(reader->device.get(cv::CAP_PROP_FRAME_HEIGHT));
                    *rate = reader->device.get(cv::CAP_PROP_FPS);
                    *frames = reader->device.get(cv::CAP_PROP_FRAME_COUNT);
                    return Done;
                }
            throw std::runtime_error("no decoder knows its format");
        } catch (...) {
            delete reader;
            throw;
        }
    });
}

// The next frame as RGB. A frame of another size than the video's own is resized to it.
SPIKESHARP_API int imaging_video_read(void* handle, uint8_t* pixels, int width, int height) {
    return guarded([&]() -> int {
        cv::Mat frame;
        if (!static_cast<Reader*>(handle)->device.read(frame) || frame.empty())
            return End;
        if (frame.channels() == 1)
            cv::cvtColor(frame, frame, cv::COLOR_GRAY2BGR);
        if (frame.cols != width || frame.rows != height)
            cv::resize(frame, frame, cv::Size(width, height));
        cv::Mat rgb = view(pixels, width, height);
        cv::cvtColor(frame, rgb, cv::COLOR_BGR2RGB);
        return rgb.data == pixels ? Done : throw std::runtime_error("a frame is not an 8-bit colour image");
    });
}

SPIKESHARP_API int imaging_video_skip(void* handle) {
    return guarded([&]() -> int { return static_cast<Reader*>(handle)->device.grab() ? Done : End; });
}

SPIKESHARP_API void imaging_video_close(void* handle) { delete static_cast<Reader*>(handle); }

// codec: four characters, for example MJPG or mp4v
SPIKESHARP_API int imaging_writer_open(const char* path, const char* codec, double rate, int width, int height,
                                       void** handle) {
    return guarded([&]() -> int {
        silence_ffmpeg();
        auto* writer = new Writer;
        try {
            const int code = cv::VideoWriter::fourcc(codec[0], codec[1], codec[2], codec[3]);
            for (int backend : FileBackends)
                if (writer->device.open(path, backend, code, rate, cv::Size(width, height))) {
                    *handle = writer;
                    return Done;
                }
            throw std::runtime_error("no encoder writes this format");
        } catch (...) {
            delete writer;
            throw;
        }
    });
}

SPIKESHARP_API int imaging_writer_write(void* handle, const uint8_t* pixels, int width, int height) {
    return guarded([&] {
        cv::Mat bgr;
        cv::cvtColor(view(pixels, width, height), bgr, cv::COLOR_RGB2BGR);
        static_cast<Writer*>(handle)->device.write(bgr);
        return Done;
    });
}

// Writes what is still to be written, then closes.
SPIKESHARP_API void imaging_writer_close(void* handle) { delete static_cast<Writer*>(handle); }
