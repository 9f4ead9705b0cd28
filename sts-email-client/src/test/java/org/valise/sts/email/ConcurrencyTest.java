// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.valise.sts.email.testing.Reaction;

/** What is called thread-safe may be shared by any number of threads. */
@Timeout(120)
class ConcurrencyTest {

    private static final int THREADS = 8;

    private static <T> List<T> inParallel(IntFunction<Callable<T>> jobs) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try {
            List<Callable<T>> all = IntStream.range(0, THREADS)
                    .mapToObj(jobs)
                    .map(job -> (Callable<T>) () -> {
                        start.await();
                        return job.call();
                    })
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(all)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static int settled(TrackerBench bench, List<byte[]> mails) throws Exception {
        int count = 0;
        for (byte[] mail : mails) {
            count += bench.receive(mail).settled() ? 1 : 0;
        }
        return count;
    }

    @Test
    void everyRequestIsSettledByOneThread() throws Exception {
        TrackerBench bench = new TrackerBench();
        List<KmcRequest> requests = new ArrayList<>();
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
            requests.add(request);
            mails.add(bench.reply(request, TrackerBench.DEFERRED));
            mails.add(bench.reply(request, Reaction.answer()));
            mails.add(bench.reply(request, Reaction.error("EExample", "An example")));
        }
        List<Integer> counts = inParallel(thread -> () -> {
            List<byte[]> own = new ArrayList<>(mails);
            // Threads in step at the same mails; each with some disorder of its own.
            Collections.rotate(own, new Random(thread).nextInt(4));
            int all = settled(bench, own);
            bench.tracker.checkTime();
            return all;
        });
        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(requests.size());
        assertThat(requests).allSatisfy(request -> {
            TrackedRequest kept = bench.kept(request);
            assertThat(kept.state().isSettled()).isTrue();
            // The mail that is kept is the one that settled the request, not that of a slower thread.
            assertThat(bench.outcome(request).result().kind())
                    .isEqualTo(kept.answer().orElseThrow().kind());
        });
    }

    /** A store in which, at the first change of this tracker, another node is faster. */
    private static PendingRequests overtaken(PendingRequests store, Callable<?> faster) {
        AtomicBoolean first = new AtomicBoolean(true);
        return (PendingRequests) Proxy.newProxyInstance(
                PendingRequests.class.getClassLoader(),
                new Class<?>[] {PendingRequests.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("update") && first.getAndSet(false)) {
                        faster.call();
                    }
                    return method.invoke(store, args);
                });
    }

    @Test
    void whoIsOvertakenDecidesAgain() throws Exception {
        TrackerBench bench = new TrackerBench();
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        byte[] error = bench.reply(request, Reaction.error("EExample", "An example"));
        PendingRequests store = overtaken(bench.store, () -> bench.receive(error));
        RequestTracker slower = new RequestTracker(store, bench.policy, bench.clock);
        Change change = slower.receive(bench.reader.read(bench.reply(request, Reaction.answer()), store));
        assertThat(change.settled()).isFalse();
        assertThat(change.notes()).containsExactly(Note.CONFLICT);
        assertThat(bench.kept(request).state()).isEqualTo(RequestState.FAILED);
    }

    @Test
    void whoIsOvertakenByAnAnswerGivesNothingUp() throws Exception {
        TrackerBench bench = new TrackerBench();
        KmcRequest request = bench.sent(Service.GET_KEY_LOAD_FILE);
        byte[] answer = bench.reply(request, Reaction.answer());
        bench.clock.advance(bench.policy.timeOut());
        PendingRequests store = overtaken(bench.store, () -> bench.receive(answer));
        assertThat(new RequestTracker(store, bench.policy, bench.clock).checkTime())
                .isEmpty();
        assertThat(bench.kept(request).state()).isEqualTo(RequestState.SUCCEEDED);
    }

    @Test
    void slownessIsSaidByOneThread() throws Exception {
        TrackerBench bench = new TrackerBench();
        for (int i = 0; i < 200; i++) {
            bench.sent(Service.HELP);
        }
        bench.clock.advance(bench.policy.slowAfter());
        List<Integer> counts =
                inParallel(thread -> () -> bench.tracker.checkTime().size());
        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
    }

    @Test
    void aFactoryMakesAnotherTokenForEveryThread() throws Exception {
        RequestFactory shared = RequestFactory.from(TrackerBench.VENDOR.text()).to(TrackerBench.GATEWAY.text());
        Set<Token> tokens = new HashSet<>();
        inParallel(thread -> () ->
                        IntStream.range(0, 100).mapToObj(i -> shared.help()).toList())
                .forEach(list -> list.forEach(request -> {
                    assertThat(request.subject()).endsWith(request.token().text());
                    tokens.add(request.token());
                }));
        assertThat(tokens).hasSize(THREADS * 100);
    }

    @Test
    void aReaderGivesEveryThreadItsOwnMail() throws Exception {
        TrackerBench bench = new TrackerBench();
        List<KmcRequest> requests = new ArrayList<>();
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            requests.add(bench.sent(Service.GET_KEY_LOAD_FILE));
            mails.add(bench.reply(requests.get(i), Reaction.answer()));
        }
        List<Boolean> right = inParallel(thread -> () -> {
            boolean own = true;
            for (int i = 0; i < 50; i++) {
                Reply reply = bench.reader.read(mails.get(thread), bench.store);
                own &= reply.about()
                        .orElseThrow()
                        .token()
                        .equals(requests.get(thread).token());
            }
            return own;
        });
        assertThat(right).containsOnly(true);
    }
}
