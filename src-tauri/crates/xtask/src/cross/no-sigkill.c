/* Wine's server kills a process that takes longer than half a second to end, and its exit code is lost; on a busy
   machine that happens. It may only ask whether the process is still there. */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
int kill(pid_t process, int signal) { return (int)syscall(SYS_kill, process, signal == SIGKILL ? 0 : signal); }
