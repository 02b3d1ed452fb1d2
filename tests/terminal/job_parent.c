/*
 * A shell with job control, as small as it gets
 *
 * Runs one program in the foreground.  When it stops, says so and in what
 * mode it has left the terminal, and continues it when Enter is pressed.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static const char *terminal_mode(void)
{
    struct termios mode;

    tcgetattr(STDIN_FILENO, &mode);
    return (mode.c_lflag & ICANON) && (mode.c_lflag & ECHO) ? "cooked" : "raw";
}

static void run_job(char *argv[])
{
    setpgid(0, 0);
    tcsetpgrp(STDIN_FILENO, getpid());
    signal(SIGTTOU, SIG_DFL);
    execvp(argv[0], argv);
    _exit(127);
}

int main(int argc, char *argv[])
{
    pid_t job;
    int status;

    if (argc < 2) {
        return 2;
    }
    signal(SIGTTOU, SIG_IGN);
    job = fork();
    if (job == 0) {
        run_job(argv + 1);
    }
    setpgid(job, job);
    tcsetpgrp(STDIN_FILENO, job);
    while (waitpid(job, &status, WUNTRACED) == job && WIFSTOPPED(status)) {
        tcsetpgrp(STDIN_FILENO, getpid());
        printf("[stopped, %s]\n", terminal_mode());
        fflush(stdout);
        while (getchar() != '\n') {
        }
        tcsetpgrp(STDIN_FILENO, job);
        kill(-job, SIGCONT);
    }
    tcsetpgrp(STDIN_FILENO, getpid());
    printf("[ended %d, %s]\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1,
           terminal_mode());
    return 0;
}
