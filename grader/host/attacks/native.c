// What JavaScript has no words for: an add-on that asks the kernel for what lies outside of namespaces and limits, and
// writes to /tmp/found what the kernel said, one `call:errno` a line.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int file;

static void say(const char *name, long result) {
  char line[64];
  int length = snprintf(line, sizeof line, "%s:%d\n", name, result < 0 ? errno : 0);
  if (write(file, line, length) < 0) _exit(9);
}

#define ASK(name, ...) say(#name, syscall(SYS_##name, __VA_ARGS__))

__attribute__((constructor)) static void attack(void) {
  static char zeros[256];
  file = open("/tmp/found", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  // In one process: another one that the kernel let us make must end at once.
  long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0) _exit(0);
  say("clone", child);
  ASK(clone3, zeros, 0);
  ASK(unshare, CLONE_NEWUSER);
  ASK(setns, -1, 0);
  ASK(mount, "none", "/tmp", "tmpfs", 0, 0);
  ASK(ptrace, 16, 1, 0, 0);
  ASK(process_vm_readv, getpid(), 0, 0, 0, 0, 0);
  ASK(socket, 1, 1, 0);
  ASK(socket, 40, 1, 0);
  ASK(add_key, "user", "gradecheck", "x", 1, -3);
  ASK(keyctl, 0, -3, 0, 0, 0);
  ASK(memfd_create, "x", 0);
  ASK(shmget, 0, 4096, 01600);
  ASK(io_uring_setup, 1, zeros);
  ASK(bpf, 5, zeros, sizeof zeros);
  ASK(userfaultfd, 1);
  ASK(perf_event_open, zeros, 0, -1, -1, 0);
  ASK(open_by_handle_at, -1, zeros, 0);
  ASK(settimeofday, 0, 0);
  close(file);
}
