"""`make watch` shows a study while it runs, in a browser, and is gone afterwards."""

import contextlib
import re
import socket
import subprocess
import time
from urllib.parse import urlparse

import psutil
import pytest
from tortured import jobs

from workflow.runs.checkpoint import history_of

WATCH = ["python", "-m", "workflow.report.watch", "results"]


def test_where_nothing_runs_it_says_so(project):
    done = project.run(*WATCH, expect=1)
    assert done.stderr == (
        "error: no study is running in this folder; start one in another terminal: make report\n"
    )


def test_curves_move_while_it_runs_and_it_ends_with_the_study(project, browser):
    config = project.config
    config["defaults"]["epochs"] = 2000
    config["experiments"] = {"depth": {"title": "Depth", "grid": {"hidden_layers": [1, 2]}}}
    project.config = config
    options = {"cwd": project.folder, "env": project.environment(), "text": True}
    study = subprocess.Popen(["snakemake", "--cores", "2"], stderr=subprocess.DEVNULL, **options)
    checkpoints = project.folder / "results/checkpoints"
    while not any(history_of(path, "validation_accuracy") for path in checkpoints.glob("[!.]*")):
        assert study.poll() is None
        time.sleep(0.01)
    # However slow this machine is, the page finds something that moves.
    paused = jobs(project)
    for job in paused:
        job.suspend()
    watch = subprocess.Popen(WATCH, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    try:
        assert watch.stdout
        assert watch.stderr
        url = watch.stdout.readline().split()[0]
        said = []
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(url)
        page.wait_for_selector("polyline.running", state="attached", timeout=60_000)
        first = page.locator("polyline.running").first
        points = first.get_attribute("points")
        for job in paused:
            job.resume()
        page.wait_for_function(
            "before => document.querySelector('polyline').getAttribute('points') !== before", arg=points
        )
        page.get_by_text("The study has ended.").wait_for(timeout=120_000)
        # Of those that were left when it was started.
        done, total = re.findall(r"\d+", page.locator("h1").inner_text())
        assert done == total
        assert page.locator("polyline.done").count() == int(total) > 0
        page.close()
        assert said == []
        assert study.wait(timeout=60) == 0
        assert watch.wait(timeout=30) == 0
        assert watch.stderr.read() in (
            "",
            "Using workflow specific profile profiles/default for setting default command line arguments.\n",
        )
        place = urlparse(url)
        assert place.hostname == "127.0.0.1"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((place.hostname, place.port), timeout=5)
    finally:
        for process in (study, watch, *paused):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        watch.communicate()  # closes its pipes
