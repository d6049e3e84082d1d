package io.taghub;

import io.taghub.config.ClickIdRegistry;
import io.taghub.platform.Platform;
import io.taghub.tag.TagType;
import java.util.ArrayList;
import java.util.List;

/** What comes with the hub. */
public final class RealPlatforms {
    public static final List<TagType<?>> TYPES = types();
    public static final ClickIdRegistry CLICKS = ClickIdRegistry.of(TYPES);

    private RealPlatforms() {}

    private static List<TagType<?>> types() {
        List<TagType<?>> types = new ArrayList<>();
        Platform.in(Platform.class.getClassLoader()).forEach(platform -> types.add(platform.type()));
        return List.copyOf(types);
    }
}
