// What every function of the C interface shares: export, the error code, the guard that no exception passes.
#pragma once

#include <atomic>
#include <exception>
#include <new>
#include <string>

#define SPIKESHARP_API extern "C" __attribute__((visibility("default")))

// Results of every function: 0 done, 1 refused (the reason is in imaging_error), 2 no memory, 3 no more frames.
enum Result { Done = 0, Refused = 1, NoMemory = 2, End = 3 };

extern thread_local std::string last_error;

// Decoded images, captures and writers that are alive, for the leak tests.
extern std::atomic<long long> live_handles;

std::string plain_message(const std::exception& error);

// Whether libjpeg, since the last call in this thread, met data that are damaged or end too early.
bool take_jpeg_data_lost();

template <class Body> int guarded(Body body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return NoMemory;
    } catch (const std::exception& error) {
        try {
            last_error = plain_message(error);
        } catch (...) {
            return NoMemory;
        }
    } catch (...) {
        last_error.clear();
    }
    return Refused;
}
