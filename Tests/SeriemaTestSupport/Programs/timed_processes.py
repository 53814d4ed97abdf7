import multiprocessing, os, subprocess, sys
def work(n):
    return n

if __name__ == "__main__":
    work(0)
    if len(sys.argv) > 1:
        sys.exit(0)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(len(pool.map(work, range(40), chunksize=2)), flush=True)
    if os.fork() == 0:
        work(1), work(2), work(3)
        os._exit(0)
    os.wait()
    for _ in range(2):
        subprocess.run([sys.executable, __file__, "child"], check=True)
