package io.taghub.outbound;

import io.taghub.config.Defaults;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One tag's own connections. A request is sent once: no redirect is followed, no retry made, no cookie kept, and the
 * answer is read up to {@link #MAX_ANSWER} within {@link Defaults#ANSWER}.
 */
final class Wire implements AutoCloseable {
    /** Bytes of an answer the hub reads; platforms answer in a few hundred. */
    static final int MAX_ANSWER = 256 * 1024;

    private static final int TOO_MANY = 429;
    private static final List<String> RESETS = List.of("x-account-rate-limit-reset", "x-rate-limit-reset");
    private static final Pattern EPOCH = Pattern.compile("\\d{10}");

    private static final String DEPARTED = "io.taghub.departed";

    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("outbound-deadline").factory());

    private final CloseableHttpClient client;
    private final InstantSource clock;

    /** One for all tags, made with the first connection: a hub's start need not wait for the system's certificates. */
    private static final class Tls {
        static final TlsSocketStrategy STRATEGY = DefaultClientTlsStrategy.createDefault();
    }

    Wire(AddressGuard guard, int connections, InstantSource clock) {
        this.clock = clock;
        var manager = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(guard)
                .setTlsSocketStrategy((socket, host, port, attachment, context) ->
                        Tls.STRATEGY.upgrade(socket, host, port, attachment, context))
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(Defaults.CONNECT))
                        .setSocketTimeout(Timeout.of(Defaults.ANSWER))
                        // A connection the platform closed meanwhile would turn a harmless send into an unknown
                        // outcome.
                        .setValidateAfterInactivity(Timeout.ofMilliseconds(50))
                        .setTimeToLive(Timeout.ofMinutes(5))
                        .build())
                .build();
        client = HttpClients.custom()
                .setConnectionManager(manager)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(Defaults.ANSWER))
                        .setResponseTimeout(Timeout.of(Defaults.ANSWER))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .addExecInterceptorLast("departure", (request, scope, chain) -> {
                    // The last stop before the first byte: connected, and nothing sent yet.
                    if (scope.clientContext.getAttribute(DEPARTED) instanceof AtomicBoolean departed) {
                        departed.set(true);
                    }
                    return chain.proceed(request, scope);
                })
                .setUserAgent("TagHub")
                .build();
    }

    /** @param url where the request really goes, the sandbox's address in mode sandbox */
    Exchange send(Request request, URI url, Map<String, String> moreHeaders) {
        HttpUriRequestBase message;
        try {
            message = message(request, url, moreHeaders);
        } catch (RuntimeException malformed) {
            return new Exchange.Malformed(malformed.getClass().getSimpleName());
        }
        AtomicBoolean departed = new AtomicBoolean();
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(DEPARTED, departed);
        Future<?> deadline = DEADLINES.schedule(
                message::cancel, Defaults.ANSWER.toMillis() + Defaults.CONNECT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(message, context, answer -> read(answer, message));
        } catch (AddressGuard.BlockedAddressException blocked) {
            return new Exchange.Blocked(String.valueOf(blocked.getMessage()));
        } catch (UnknownHostException noSuchHost) {
            return new Exchange.Unreachable("the host name does not resolve");
        } catch (ClientProtocolException malformed) {
            return departed.get() ? unknown(malformed) : new Exchange.Malformed("no request can be made of it");
        } catch (IOException | RuntimeException noAnswer) {
            return departed.get() ? unknown(noAnswer) : new Exchange.Unreachable(words(noAnswer));
        } finally {
            deadline.cancel(false);
        }
    }

    private static Exchange unknown(Exception noAnswer) {
        return new Exchange.Unknown(words(noAnswer));
    }

    /** For people who read why something was not sent. */
    private static String words(Exception failure) {
        return switch (failure) {
            case ConnectTimeoutException _ -> "no connection in time";
            case SocketTimeoutException _ -> "no answer in time";
            case ConnectException _ -> "nobody listens at this address";
            case SSLException _ -> "no secure connection";
            case NoHttpResponseException _ -> "the connection was closed without an answer";
            case ConnectionClosedException _, SocketException _ -> "the connection broke before the answer was whole";
            case HttpException _, ClientProtocolException _ -> "the answer is not HTTP";
            default -> failure.getClass().getSimpleName();
        };
    }

    private static HttpUriRequestBase message(Request request, URI url, Map<String, String> moreHeaders) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), url);
        request.headers().forEach(message::setHeader);
        moreHeaders.forEach(message::setHeader);
        if (request.body() != null) {
            String type = request.headers().getOrDefault("Content-Type", "application/json");
            message.setEntity(new ByteArrayEntity(request.body(), ContentType.parse(type)));
        }
        return message;
    }

    private Exchange read(ClassicHttpResponse answer, HttpUriRequestBase message) throws IOException {
        HttpEntity entity = answer.getEntity();
        byte[] body = new byte[0];
        if (entity != null) {
            InputStream in = entity.getContent();
            body = in.readNBytes(MAX_ANSWER);
            if (entity.getContentLength() > body.length && body.length < MAX_ANSWER) {
                throw new ConnectionClosedException("the answer is shorter than it says");
            }
            if (body.length == MAX_ANSWER) {
                // Draining a hostile answer would keep the connection busy; give it up instead.
                message.cancel();
            }
        }
        Map<String, String> headers = new HashMap<>();
        for (Header header : answer.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new Exchange.Answered(
                new Response(answer.getCode(), headers, body, retryAfter(answer.getCode(), headers)));
    }

    /**
     * RFC 9110 10.2.3: seconds or an HTTP date, which is reckoned by the platform's own clock where it shows it. Where there
     * is none, the moment at which a limit ends by the vendor's own header (X: seconds since 1970); it comes with every
     * answer, and means a wait only where there were too many requests.
     */
    private @Nullable Duration retryAfter(int status, Map<String, String> headers) {
        String header = headers.get("retry-after");
        if (header == null && status != TOO_MANY) {
            return null;
        }
        if (header == null) {
            return RESETS.stream()
                    .map(headers::get)
                    .filter(reset -> reset != null && EPOCH.matcher(reset).matches())
                    .map(reset -> Duration.between(theirNow(headers), Instant.ofEpochSecond(Long.parseLong(reset))))
                    .filter(Duration::isPositive)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
        if (header.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        Instant until = date(header);
        return until == null ? null : Duration.between(theirNow(headers), until);
    }

    private Instant theirNow(Map<String, String> headers) {
        Instant theirs = date(headers.getOrDefault("date", ""));
        return theirs == null ? clock.instant() : theirs;
    }

    private static @Nullable Instant date(String header) {
        try {
            return Instant.from(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    @Override
    public void close() {
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
