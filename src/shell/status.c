/*
 * Exit statuses
 */
#include "shell/status.h"

static const Status statuses[] = {
    [ERROR_FAILED] = STATUS_FAILED,
    [ERROR_USAGE] = STATUS_USAGE,
    [ERROR_PARSE] = STATUS_USAGE,
    [ERROR_REFUSED] = STATUS_USAGE,
    [ERROR_CONNECT] = STATUS_CONNECTION,
    [ERROR_LOST] = STATUS_CONNECTION,
    [ERROR_PROTOCOL] = STATUS_CONNECTION,
    [ERROR_TIMEOUT] = STATUS_TIMEOUT,
    [ERROR_OUTPUT] = STATUS_OUTPUT,
    [ERROR_INTERRUPTED] = STATUS_INTERRUPTED,
};

Status status_of_error(ErrorKind kind)
{
    return statuses[kind];
}

Status status_report(Output *output, Error *err)
{
    Status status = status_of_error(error_kind(err));

    output_error(output, err);
    error_free(err);
    return status;
}
