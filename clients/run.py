#!/usr/bin/env python3
"""Proves the description of the API from outside, against a server of its own.

    run.py --server PROGRAM --work DIRECTORY sell           generates a TypeScript and a Python client and sells through them
    run.py --server PROGRAM --work DIRECTORY fuzz [--long]  sends what schemathesis makes of the description, as every role

Tools are installed into DIRECTORY at the versions that the lock files name, once for each lock file. The exit status is 3
where they cannot be installed.
"""
import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv

HERE = pathlib.Path(__file__).resolve().parent
PASSWORD = "a long pass phrase 1"
ROLES = ["owner", "manager", "clerk", "cashier", "auditor"]
# Ending the session would leave the rest of a run without one; a wrong log-in is slow on purpose.
NOT_FUZZED = "^/api/v1/auth/(login|logout|refresh)/$"


def run(*command, **options):
    print("$", *(pathlib.Path(part).name if "/" in str(part) else part for part in command[:4]), flush=True)
    subprocess.run([str(part) for part in command], check=True, **options)


def installed(directory, lock, install):
    """Runs `install(directory)` unless it has been done for this content of the lock file."""
    wanted, mark = hashlib.sha256(lock.read_bytes()).hexdigest(), directory / "installed"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        try:
            install(directory)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"the tools of {lock.name} cannot be installed: {error}")
            sys.exit(3)
        mark.write_text(wanted)
    return directory


def python_tools(work):
    def install(directory):
        venv.create(directory / "venv", with_pip=True)
        run(directory / "venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", HERE / "requirements.txt")

    return installed(work / "python", HERE / "requirements.txt", install) / "venv/bin"


def node_tools(work):
    def install(directory):
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, directory)
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=directory)

    return installed(work / "node", HERE / "package-lock.json", install)


@contextlib.contextmanager
def serving(program):
    """A server over an empty directory with the company `acme` and a user of every role; its address."""
    with tempfile.TemporaryDirectory() as directory:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SANDUK_") and name != "DATABASE_URL"}
        environment.update(SANDUK_DATA_DIR=directory + "/data", SANDUK_LISTEN="127.0.0.1:0", SANDUK_LOG="error")
        sanduk = lambda *arguments, **options: subprocess.run([program, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL, text=True, **options)
        sanduk("tenant", "create", "acme", "--name", "Acme", "--currency", "GBP")
        for role in ROLES:
            sanduk("user", "create", "--tenant", "acme", "--email", f"{role}@acme.test", "--role", role, "--password-stdin", input=PASSWORD)
        server = subprocess.Popen([program, "serve"], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            # The first line that the server prints names its address.
            address = next(word for line in server.stdout for word in line.split() if word.startswith("http://"))
            yield address.rstrip("/.")
        finally:
            server.terminate()
            server.wait(30)


def access_token(url, role):
    body = json.dumps({"email": f"{role}@acme.test", "password": PASSWORD}).encode()
    request = urllib.request.Request(url + "/api/v1/auth/login/", body, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))["access"]


def sell(url, work):
    tools, node = python_tools(work), node_tools(work)
    description = work / "openapi.json"
    urllib.request.urlretrieve(url + "/api/schema/", description)
    environment = {**os.environ, "SANDUK_URL": url, "SANDUK_EMAIL": "owner@acme.test", "SANDUK_PASSWORD": PASSWORD}

    run(node / "node_modules/.bin/openapi-typescript", description, "-o", node / "schema.d.ts", "--default-non-nullable=false")
    for name in ("sell.ts", "tsconfig.json"):
        shutil.copy(HERE / name, node)
    run(node / "node_modules/.bin/tsc", "--project", node)
    run("node", node / "sell.js", env=environment)

    environment["PATH"] = f"{tools}:{environment['PATH']}"
    shutil.rmtree(work / "sanduk_client", ignore_errors=True)
    run(tools / "openapi-python-client", "generate", "--path", description, "--output-path", work / "sanduk_client", "--meta", "none", "--config", HERE / "generate.yml", "--fail-on-warning", env=environment)
    run(tools / "python", HERE / "sell.py", env={**environment, "PYTHONPATH": str(work)})


def fuzz(url, work, long):
    tools, failed = python_tools(work), []
    tags = [tag["name"] for tag in json.load(urllib.request.urlopen(url + "/api/schema/"))["tags"]]
    # The roles with the most rights last: they may end the membership of the others.
    for role in reversed(ROLES):
        # A token is good for some minutes only: a long run takes a new one for every tag.
        for tag in tags if long else [None]:
            command = [
                tools / "schemathesis", "run", url + "/api/schema/",
                "--header", f"Authorization: Bearer {access_token(url, role)}",
                "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                "--exclude-path-regex", NOT_FUZZED,
                "--phases", "examples,coverage,fuzzing" if long else "fuzzing",
                "--max-examples", "200" if long else "2",
                "--seed", str(int(time.time()) if long else 1),
                "--suppress-health-check", "all",
                "--generation-database", "none",
                "--warnings", "off",
                "--no-color",
            ]
            command += ["--include-tag", tag] if tag else []
            try:
                run(*command, cwd=work)
            except subprocess.CalledProcessError:
                failed.append(role if tag is None else f"{role} {tag}")
    if failed:
        sys.exit("schemathesis found something as " + ", ".join(failed))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the program sanduk")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="where tools and generated clients lie")
    parser.add_argument("task", choices=["sell", "fuzz"])
    parser.add_argument("--long", action="store_true", help="hundreds of requests to every operation instead of a few")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    with serving(os.path.abspath(options.server)) as url:
        sell(url, work) if options.task == "sell" else fuzz(url, work, options.long)


if __name__ == "__main__":
    main()
