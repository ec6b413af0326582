#define _GNU_SOURCE
#include "topss_process.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/capability.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

int topss_open_at(int directory, const char *path, int flags)
{
	return openat(directory, path, flags | O_CLOEXEC);
}

long topss_get_attribute(const char *path, const char *name, void *buffer, size_t size)
{
	return getxattr(path, name, buffer, size);
}

long topss_read_directory(int descriptor, void *buffer, size_t size)
{
	return syscall(SYS_getdents64, descriptor, buffer, size);
}

int topss_pidfd_open(int pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

int topss_pidfd_send_signal(int descriptor, int signal)
{
	return (int)syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0);
}

int topss_enter_network_namespace(int descriptor)
{
	return setns(descriptor, CLONE_NEWNET);
}

int topss_effective_capabilities(uint64_t *capabilities)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { 0, 0, 0 }, { 0, 0, 0 } };

	if (syscall(SYS_capget, &header, data) != 0)
		return -1;
	*capabilities = (uint64_t)data[1].effective << 32 | data[0].effective;
	return 0;
}

int topss_give_up_privileges(uint64_t capabilities)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { 0, 0, 0 }, { 0, 0, 0 } };
	int failed = 0;

	if (syscall(SYS_capget, &header, data) == 0) {
		for (int half = 0; half < _LINUX_CAPABILITY_U32S_3; half++) {
			data[half].permitted &= (uint32_t)(capabilities >> 32 * half);
			data[half].effective = data[half].permitted;
			data[half].inheritable = 0;
		}
		if (syscall(SYS_capset, &header, data) != 0)
			failed = errno;
	} else {
		failed = errno;
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 && failed == 0)
		failed = errno;
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 && failed == 0)
		failed = errno;
	errno = failed;
	return failed == 0 ? 0 : -1;
}

void topss_share_one_heap(void)
{
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
}

static int forget_code(struct dl_phdr_info *file, size_t size, void *page)
{
	uintptr_t mask = *(const uintptr_t *)page - 1;

	(void)size;
	for (int part = 0; part < file->dlpi_phnum; part++) {
		const ElfW(Phdr) *header = &file->dlpi_phdr[part];
		uintptr_t start = (file->dlpi_addr + header->p_vaddr) & ~mask;
		uintptr_t end = file->dlpi_addr + header->p_vaddr + header->p_memsz;

		if (header->p_type == PT_LOAD && (header->p_flags & PF_W) == 0)
			madvise((void *)start, end - start, MADV_DONTNEED);
	}
	return 0;
}

void topss_forget_start(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	dl_iterate_phdr(forget_code, &page);
}

int topss_cgroup_id(int directory, const char *path, uint64_t *id)
{
	union {
		struct file_handle handle;
		char space[sizeof(struct file_handle) + sizeof(uint64_t)];
	} buffer = { .handle = { .handle_bytes = sizeof(uint64_t) } };
	int mount;

	if (name_to_handle_at(directory, path, &buffer.handle, &mount, 0) != 0)
		return -1;
	if (buffer.handle.handle_bytes != sizeof(uint64_t)) {
		errno = EINVAL;
		return -1;
	}
	memcpy(id, buffer.space + sizeof(struct file_handle), sizeof(uint64_t));
	return 0;
}

void topss_error_text(int code, char *text, size_t size)
{
	char scratch[128];

	snprintf(text, size, "%s", strerror_r(code, scratch, sizeof scratch));
}

int topss_first_realtime_signal(void)
{
	return SIGRTMIN;
}

int topss_last_realtime_signal(void)
{
	return SIGRTMAX;
}
