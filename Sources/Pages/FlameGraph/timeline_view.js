/** The lanes above the graph: for each thread and process when it ran and waited. A lane's name makes it the filter. */
class TimelineView {
  constructor(page) {
    this.page = page;
    this.showsAll = false;
    this.lanes = [];
    byId('more-lanes').addEventListener('click', () => {
      this.showsAll = true;
      this.build();
      this.update();
    });
    this.choice = new SpanChoice(page, this);
    new ResizeObserver(() => this.paint()).observe(byId('lanes'));
    byId('lanes').addEventListener('pointermove', (event) => this.hover(event));
    byId('lanes').addEventListener('pointerleave', () => page.tooltip.hide());
  }

  static shownAtFirst = 8;

  /** Makes the lanes: the function at hand, then threads below their process, those that took most time first. */
  build() {
    const { profile, timeline } = this.page;
    this.lanes = [];
    byId('lanes').replaceChildren();
    byId('timeline').hidden = timeline.count === 0;
    if (timeline.count === 0) return;
    this.subject = this.addLane('subject', element('span', { className: 'label' }), (lane) => this.subjectBars(lane));
    const time = new Float64Array(profile.threads.length);
    for (let node = 0; node < profile.nodeCount; node++) time[profile.thread[node]] += profile.time[node];
    const members = profile.processes.map(() => []);
    profile.threads.forEach((_, thread) => members[profile.threadProcess[thread]].push(thread));
    const sum = (threads) => threads.reduce((total, thread) => total + time[thread], 0);
    let left = this.showsAll ? 500 : TimelineView.shownAtFirst;
    let hidden = 0;
    const hasGroups = profile.processes.length > 1;
    const groups = members.map((threads, process) => ({ threads, process }));
    groups.sort((a, b) => sum(b.threads) - sum(a.threads) || a.process - b.process);
    for (const { threads, process } of groups) {
      if (threads.length === 0) continue;
      threads.sort((a, b) => time[b] - time[a] || a - b);
      if (hasGroups && left-- > 0) this.addFilter(profile.processName(profile.processes[process]), threads, 'process');
      else if (hasGroups) hidden++;
      if (hasGroups && threads.length === 1) continue;
      for (const thread of threads) {
        if (left-- > 0) this.addFilter(profile.threads[thread].name || `thread ${profile.threads[thread].id}`, [thread],
          hasGroups ? 'member' : 'thread');
        else hidden++;
      }
    }
    this.addLane('axis', element('span'), (lane) => this.axis(lane));
    byId('more-lanes').hidden = hidden === 0 || this.showsAll;
    byId('more-lanes').textContent = `Show ${countText(hidden)} more`;
  }

  addLane(kind, label, draw) {
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    const row = element('div', { className: `lane ${kind}` }, label, canvas);
    byId('lanes').append(row);
    const lane = { row, label, canvas, draw, threads: null };
    this.lanes.push(lane);
    return lane;
  }

  addFilter(name, threads, kind) {
    const button = element('button', { type: 'button', title: `Only ${name} (Ctrl + click: add or take away)` },
      nameElement(name));
    const lane = this.addLane(kind, button, (made) => this.stateBars(made));
    lane.threads = threads;
    lane.name = name;
    button.addEventListener('click', (event) => this.choose(threads, event.ctrlKey || event.metaKey || event.shiftKey));
  }

  /** Makes these threads the filter, or adds them, or takes them away; all threads are no filter. */
  choose(threads, adds) {
    const { page } = this;
    const before = page.threads;
    let after = new Set(threads);
    if (adds) {
      after = new Set(before ?? []);
      const areIn = threads.every((thread) => after.has(thread));
      for (const thread of threads) {
        if (areIn) after.delete(thread);
        else after.add(thread);
      }
    } else if (before && before.size === after.size && threads.every((thread) => before.has(thread))) {
      after.clear();
    }
    const isAll = after.size === 0 || after.size === page.profile.threads.length;
    page.state.set({ threads: isAll ? '' : [...after].sort((a, b) => a - b).join('.'), zoom: 0, part: '' });
    announce(isAll ? 'All threads' : countOf(after.size, 'thread'));
  }

  update() {
    const { threads, profile, subject } = this.page;
    for (const lane of this.lanes) {
      if (!lane.threads) continue;
      const isIn = threads !== null && lane.threads.every((thread) => threads.has(thread));
      lane.label.setAttribute('aria-pressed', String(isIn));
      lane.label.setAttribute('aria-label', `${lane.name}: ${this.summary(lane.threads)}`);
      lane.row.classList.toggle('off', threads !== null && !lane.threads.some((thread) => threads.has(thread)));
    }
    if (this.subject) {
      this.subject.row.hidden = subject < 0;
      this.subject.label.replaceChildren(subject < 0 ? '' : nameElement(profile.functions[subject].name));
      this.subject.label.title = subject < 0 ? '' : `When ${profile.functions[subject].name} itself was at work`;
    }
    this.choice.update();
    this.paint();
  }

  /** What a lane shows, in words. */
  summary(threads) {
    const { laneTimes } = this.page;
    let running = 0;
    let idle = 0;
    for (const thread of threads) {
      for (const value of laneTimes.running[thread]) running += value;
      for (const value of laneTimes.idle[thread]) idle += value;
    }
    return `${durationText(running)} running, ${durationText(idle)} idle`;
  }

  paint() {
    if (!this.page.palette || !this.page.laneTimes) return;
    for (const lane of this.lanes) {
      const box = lane.canvas.getBoundingClientRect();
      if (box.width === 0) continue;
      const ratio = Math.min(4, devicePixelRatio || 1);
      lane.width = box.width;
      lane.height = box.height;
      lane.canvas.width = Math.round(box.width * ratio);
      lane.canvas.height = Math.round(box.height * ratio);
      lane.context = lane.canvas.getContext('2d');
      lane.context.setTransform(ratio, 0, 0, ratio, 0, 0);
      lane.draw(lane);
      this.choice.shade(lane);
    }
  }

  stateBars(lane) {
    const { laneTimes, palette } = this.page;
    const { context, width, height } = lane;
    context.clearRect(0, 0, width, height);
    for (let at = 0; at < laneTimes.count; at++) {
      let running = 0;
      let idle = 0;
      for (const thread of lane.threads) {
        running += laneTimes.running[thread][at];
        idle += laneTimes.idle[thread][at];
      }
      // Several threads of a process are shown beside each other's whole.
      const whole = this.length(at) * lane.threads.length;
      const [left, right] = this.edges(at, width);
      const runningHeight = Math.min(1, running / whole) * height;
      const idleHeight = Math.min(1, idle / whole) * height;
      context.fillStyle = palette.idle;
      context.fillRect(left, height - runningHeight - idleHeight, Math.max(1, right - left), idleHeight);
      context.fillStyle = palette.running;
      context.fillRect(left, height - runningHeight, Math.max(1, right - left), runningHeight);
    }
  }

  /** How long a step of a lane is; the last one may be shorter. */
  length(at) {
    const { laneTimes: { step }, timeline } = this.page;
    return Math.min(step, timeline.length - at * step);
  }

  /** Where a step begins and ends, on whole pixels: two that meet in one would show a line. */
  edges(at, width, step = this.page.laneTimes.step) {
    const place = (time) => Math.round(Math.min(1, time / this.page.timeline.length) * width);
    return [place(at * step), place((at + 1) * step)];
  }

  subjectBars(lane) {
    const { timeline, palette, laneTimes: { subject: values } } = this.page;
    lane.context.clearRect(0, 0, lane.width, lane.height);
    if (!values) return;
    const highest = values.reduce((high, value) => Math.max(high, value), 1);
    lane.context.fillStyle = palette.subject;
    values.forEach((value, at) => {
      const size = Math.max(1, value / highest * lane.height);
      const [left, right] = this.edges(at, lane.width, timeline.grouping * timeline.stretch);
      if (value > 0) lane.context.fillRect(left, lane.height - size, Math.max(1, right - left), size);
    });
  }

  axis(lane) {
    const { timeline, palette } = this.page;
    const { context, width } = lane;
    const length = timeline.length / 1e6;
    context.clearRect(0, 0, width, lane.height);
    context.fillStyle = palette.muted;
    context.font = '11px system-ui, sans-serif';
    const step = niceStep(length / Math.max(1, width / 90));
    for (let tick = 0; tick * step <= length; tick++) {
      const x = tick * step / length * width;
      const text = momentText(tick * step * 1e6, step);
      const room = context.measureText(text).width;
      context.fillRect(Math.min(x, width - 1), 0, 1, 4);
      if (x + room / 2 <= width) context.fillText(text, Math.max(0, x - room / 2), 15);
    }
  }

  hover(event) {
    const { laneTimes, timeline, tooltip, profile, subject } = this.page;
    const lane = this.lanes.find((one) => one.canvas === event.target);
    if (!lane || timeline.count === 0) {
      tooltip.hide();
      return;
    }
    const share = event.offsetX / lane.canvas.clientWidth;
    const { step, count } = laneTimes;
    const at = Math.min(count - 1, Math.max(0, Math.floor(share * timeline.length / step)));
    const from = momentText(at * step, step / 1e6);
    const to = momentText(at * step + this.length(at), step / 1e6);
    const lines = [];
    if (lane.threads) {
      const whole = this.length(at) * lane.threads.length;
      const sum = (values) => lane.threads.reduce((total, thread) => total + values[thread][at], 0);
      lines.push(['running', `${percentText(sum(laneTimes.running) / whole)} %`],
        ['idle', `${percentText(sum(laneTimes.idle) / whole)} %`]);
    } else if (lane === this.subject) {
      const place = Math.floor(at * step / (timeline.grouping * timeline.stretch) + 1e-9);
      lines.push(['self', durationText(laneTimes.subject?.[place] ?? 0)]);
    }
    const title = lane.threads ? lane.name : lane === this.subject ? profile.functions[subject].name : 'Time';
    tooltip.show({ title, place: `${from} – ${to}`, lines }, event);
  }
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least || 1));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * 0.999999);
}
