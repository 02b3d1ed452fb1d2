/*
 * The program of a server on this machine
 */
#ifndef SHELL_PEER_PROGRAM_H
#define SHELL_PEER_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Is process @pid a QEMU, by the name of its file, and is that still the
 * file that is installed?  Then so are its modules.  After an upgrade the
 * process runs a file that is deleted, or its path names another one.
 * false also when it cannot be told: in a container, of another user.
 */
bool peer_program_is_installed(pid_t pid);

/*
 * What must stand before a file's name, as process @pid would give it, for
 * the file to be found from here: before an @absolute one its root ("" where
 * that cannot be told: then it may be ours), before others its working
 * directory.  Owned; NULL where there is no telling: not of another user's
 * working directory, nor of a process that is no QEMU.
 */
char *peer_program_folder(pid_t pid, bool absolute);

#endif
