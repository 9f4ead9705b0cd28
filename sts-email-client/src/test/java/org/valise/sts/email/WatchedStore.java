// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Puts somebody between a client and its store, who sees each call and may let it fail. */
interface WatchedStore {

    /** A method of {@link PendingRequests} is about to be called; what this throws, its caller gets instead. */
    default void before(String method, Object[] arguments) throws IOException {}

    /** It has returned. */
    default void after(String method, Object[] arguments, Object result) throws IOException {}

    /** A store that does what the given one does, watched. */
    static PendingRequests of(PendingRequests store, WatchedStore watcher) {
        return (PendingRequests) Proxy.newProxyInstance(
                WatchedStore.class.getClassLoader(),
                new Class<?>[] {PendingRequests.class},
                (proxy, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    watcher.before(method.getName(), given);
                    try {
                        Object result = method.invoke(store, given);
                        watcher.after(method.getName(), given, result);
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
