"""The web server, for `make run` and for a served installation: `gunicorn -c guanhu/gunicorn.conf.py`."""

import os

from guanhu.embedded import die_with_parent

wsgi_app = "guanhu.wsgi:application"
bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
keepalive = 5
loglevel = "warning"
control_socket_disable = True  # it would be one more file and one more way in


def post_fork(server, worker):
    """Linux clears the parent-death signal on fork, so every worker sets it again."""
    die_with_parent(server.pid)
