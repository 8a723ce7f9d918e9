// An add-on that starts threads with the smallest stacks there are, until the kernel says no, and writes to /tmp/found
// how far it came.
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#define MOST 200
#define OWN_LIMIT 64

// A function of the C library's: our own code is unloaded again while the threads wait.
static void *(*const wait_for_ever)(void *) = (void *(*)(void *))pause;

__attribute__((constructor)) static void attack(void) {
  pthread_attr_t small;
  pthread_t thread;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, PTHREAD_STACK_MIN);
  int count = 0;
  while (count < MOST && pthread_create(&thread, &small, wait_for_ever, 0) == 0) count++;
  int file = open("/tmp/found", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (count == MOST) dprintf(file, "%d threads", MOST);
  else dprintf(file, "stopped %s %d", count < OWN_LIMIT ? "below" : "above", OWN_LIMIT);
  close(file);
}
