// Stands in for YouTube's player script: the part of `YT.Player` that the site uses, without
// YouTube. The harness serves it in the place of https://www.youtube.com/iframe_api, after a line
// that sets `window.playerErrors` to the ids that fail, each with its error.
//
// A test steers it by `window.standIn`.

(() => {
  const STATES = { UNSTARTED: -1, ENDED: 0, PLAYING: 1, PAUSED: 2, BUFFERING: 3, CUED: 5 };
  const soon = (act) => setTimeout(act, 0);

  class Player {
    constructor(element, { host, videoId, playerVars, events }) {
      this.events = events;
      this.frame = document.createElement("iframe");
      this.frame.title = "YouTube video player";
      // From where the real one comes, so that the page's policy is put to the test.
      this.frame.src = `${host}/embed/${videoId}`;
      element.replaceWith(this.frame);
      window.standIn.player = this;
      soon(() => {
        this.emit("onReady");
        this.loadVideoById({ videoId, startSeconds: playerVars.start });
      });
    }

    loadVideoById({ videoId, startSeconds = 0 }) {
      this.videoId = videoId;
      window.standIn.asked.push({ id: videoId, start: startSeconds });
      this.place = startSeconds;
      this.since = null;
      this.change(STATES.UNSTARTED);
      const error = window.playerErrors[videoId];
      soon(() => {
        if (this.videoId !== videoId) return;
        if (error) this.emit("onError", error);
        else this.playVideo();
      });
    }

    playVideo() {
      this.since ??= performance.now();
      this.change(STATES.PLAYING);
    }

    pauseVideo() {
      this.place = this.getCurrentTime();
      this.since = null;
      this.change(STATES.PAUSED);
    }

    getCurrentTime() {
      return this.place + (this.since === null ? 0 : (performance.now() - this.since) / 1000);
    }

    destroy() {
      this.frame.remove();
      window.standIn.player = null;
    }

    change(state) {
      this.state = state;
      this.emit("onStateChange", state);
    }

    emit(name, data) {
      this.events[name]?.({ target: this, data });
    }
  }

  window.standIn = {
    /** Every video that the page wanted played, in order. */
    asked: [],
    player: null,
    /** As if the current video had been heard to its end. */
    finish() {
      this.player.change(STATES.ENDED);
    },
    /** As if it had been heard up to there. */
    seek(seconds) {
      this.player.place = seconds;
      this.player.since = performance.now();
    },
  };
  window.YT = { Player, PlayerState: STATES };
  soon(() => window.onYouTubeIframeAPIReady());
})();
