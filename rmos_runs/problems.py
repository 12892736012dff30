"""The one place where errors become HTTP."""


def exception_handler(exc, context):
    return None


class ProblemMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


def bad_request(request, exception): ...
def permission_denied(request, exception): ...
def page_not_found(request, exception): ...
def server_error(request): ...
