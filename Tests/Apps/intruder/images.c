// Programs of the program's own making. They run, in user isolation; in the kernel's none ever does.

#include "intruder.h"

/// A program that exits with status 7: ELF header, one program header, code.
struct program {
    uint8_t identification[16];
    uint16_t type, machine;
    uint32_t version;
    uint64_t entry, program_headers, section_headers;
    uint32_t flags;
    uint16_t header_size, program_header_size, program_header_count, unused[3];
    uint32_t segment_type, segment_flags;
    uint64_t offset, address, physical_address, file_size, memory_size, alignment;
    uint32_t code[5];
};

static struct program program(void) {
    return (struct program){
        .identification = {0x7f, 'E', 'L', 'F', 2, 1, 1}, .type = 3, .machine = 243, .version = 1,
        .entry = offsetof(struct program, code), .program_headers = 64, .header_size = 64, .program_header_size = 56,
        .program_header_count = 1, .segment_type = 1, .segment_flags = 5, .file_size = sizeof(struct program),
        .memory_size = sizeof(struct program), .alignment = 4096,
        // ld t0, 8(a0); li a0, 7; li a7, 20 (process_exit); jalr t0; and nothing behind it.
        .code = {0x00853283, 0x00700513, 0x01400893, 0x000280e7, 0},
    };
}

static intptr_t image_of(const struct program *file) {
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(sizeof *file));
    made("writing", ftl_vmarea_write(area, 0, file, sizeof *file));
    intptr_t image = ftl_image_create(area, 0, sizeof *file);
    ftl_handle_close(area);
    return image;
}

static uint32_t good_image(void) {
    struct program file = program();
    return (uint32_t)made("an image", image_of(&file));
}

static uint32_t child(void) {
    uint32_t space = (uint32_t)made("a space", ftl_vmspace_create(FTL_ISOLATION_USER));
    return (uint32_t)made("a process", ftl_process_create(good_image(), "child", 5, NULL, 0, space));
}

/// Runs a process and answers its status.
static uint64_t status_of(uint32_t process) {
    uint32_t sink = (uint32_t)made("a sink", ftl_sink_create());
    made("adding", ftl_sink_add(sink, process));
    made("starting", ftl_process_start(process));
    struct ftl_event event;
    made("waiting", ftl_sink_wait(sink, &event, sizeof event, FTL_FOREVER));
    return event.word0;
}

static void image_trusted(void) {
    uint32_t image = good_image();
    refused("a space in kernel isolation", ftl_vmspace_create(FTL_ISOLATION_KERNEL), FTL_ERROR_NOT_ALLOWED);
    uint32_t idle = (uint32_t)made("a duplicate", ftl_handle_duplicate(image, FTL_RIGHT_TRANSFER));
    uint32_t space = (uint32_t)made("a space", ftl_vmspace_create(FTL_ISOLATION_USER));
    refused("without the right", ftl_process_create(idle, "child", 5, NULL, 0, space), FTL_ERROR_NOT_ALLOWED);
    is_true("in user isolation it runs", status_of(child()) == 7);
}

/// Files that no linker makes: refused before anything is mapped.
static void image_malformed(void) {
    struct program file;
#define MALFORMED(what, change)                                                                                        \
    file = program();                                                                                                  \
    change;                                                                                                            \
    refused(what, image_of(&file), FTL_ERROR_MALFORMED);
    MALFORMED("writable code", file.segment_flags = 7)
    MALFORMED("a program in the kernel", file.address = 0x3f80200000)
    MALFORMED("a program at the top", file.address = -4096ull)
    MALFORMED("a program without an end", file.memory_size = UINT64_MAX)
    MALFORMED("more than there is", file.file_size = 1 << 20)
    MALFORMED("content from before the file", file.offset = -4096ull)
    MALFORMED("an entry in the kernel", file.entry = 0x3f80200000)
    MALFORMED("an entry behind the code", file.entry = 4096)
    MALFORMED("an entry between instructions", file.entry += 1)
    MALFORMED("an entry that is no code", file.segment_flags = 4)
    MALFORMED("headers outside", file.program_headers = UINT64_MAX - 8)
    MALFORMED("too many headers", file.program_header_count = UINT16_MAX)
    MALFORMED("another processor's", file.machine = 62)
    MALFORMED("addresses of its choice", file.type = 2)
    MALFORMED("no alignment", file.alignment = 0)
    MALFORMED("no program at all", file.identification[0] = 0)
}

/// Calls about processes, with all that can be wrong with their arguments.
static void processes(void) {
    uint32_t image = good_image(), process = child();
    const uint64_t user = made("a space", ftl_vmspace_create(FTL_ISOLATION_USER));
    const uintptr_t bad[] = {0, 8, 0x3f80200000, 0x3080200000, 0x2000001000, 0x4000000000, (uintptr_t)-8};
    for (size_t index = 0; index < sizeof bad / sizeof *bad; index++) {
        refused("a name from there", ftl_syscall(FTL_PROCESS_CREATE, image, bad[index], 4, 0, 0, user, 0),
                FTL_ERROR_BAD_ACCESS);
        refused("arguments from there",
                ftl_syscall(FTL_PROCESS_CREATE, image, (uintptr_t)"child", 5, bad[index], 4, user, 0),
                FTL_ERROR_BAD_ACCESS);
    }
    refused("no name", ftl_process_create(image, NULL, 0, NULL, 0, (uint32_t)user), FTL_ERROR_INVALID_ARGUMENT);
    refused("two lines as a name", ftl_process_create(image, "a\nb", 3, NULL, 0, (uint32_t)user),
            FTL_ERROR_INVALID_ARGUMENT);
    uint32_t watcher = (uint32_t)made("a watcher", ftl_handle_duplicate(process, FTL_RIGHT_READ));
    refused("killing through it", ftl_process_kill(watcher, 0), FTL_ERROR_NOT_ALLOWED);
    refused("starting through it", ftl_process_start(watcher), FTL_ERROR_NOT_ALLOWED);
    refused("interrupting through it", ftl_process_interrupt(watcher), FTL_ERROR_NOT_ALLOWED);
    refused("giving through it", ftl_process_inject_handle(watcher, image), FTL_ERROR_NOT_ALLOWED);
    refused("itself to itself", ftl_process_inject_handle(process, process), FTL_ERROR_INVALID_STATE);
    is_true("it runs all the same", status_of(process) == 7);
    refused("starting it again", ftl_process_start(process), FTL_ERROR_INVALID_STATE);
    refused("killing it", ftl_process_kill(process, 0), FTL_ERROR_INVALID_STATE);
}

/// What its maker maps into a process before its start is no code, and what the kernel mapped there stays.
static void foreign_space(void) {
    uint32_t space = (uint32_t)made("a space", ftl_vmspace_create(FTL_ISOLATION_USER));
    uint32_t area = (uint32_t)made("an area", ftl_vmarea_create(4096));
    made("a mapping", ftl_vmspace_map(space, area, 0, 4096));
    uint32_t process = (uint32_t)made("a process", ftl_process_create(good_image(), "child", 5, NULL, 0, space));
    refused("a second process in it", ftl_process_create(good_image(), "child", 5, NULL, 0, space),
            FTL_ERROR_INVALID_STATE);
    is_true("it runs all the same", status_of(process) == 7);
    refused("mapping into what has ended", ftl_vmspace_map(space, area, 0, 4096), FTL_ERROR_INVALID_STATE);
}

const struct attack image_attacks[] = {
    {"image-trusted", image_trusted}, {"image-malformed", image_malformed}, {"processes", processes},
    {"foreign-space", foreign_space}, {NULL, NULL},
};
